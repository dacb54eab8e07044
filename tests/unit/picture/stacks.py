"""Stacks for the pictures: the seed, a cluster of 200 nodes, ten racks, and states of their sessions."""

import copy
from ipaddress import IPv4Address

from model.stack import Stack, peer_places
from picture.network import States
from platforms.facts import ESTABLISHED
from tests.seed import Values


def two_hundred(values: Values) -> None:
    """200 nodes in place of the seed's four, in one subnet."""
    vrfs = values["routers"]["csr1000v"]["vrfs"]
    vrfs["k8s-metallb"]["interfaces"]["GigabitEthernet2"] = "10.0.3.254/22"
    vrfs["k8s-calico"]["interfaces"]["GigabitEthernet3"] = "10.1.0.254/24"
    values["metallb"]["peers"] = ["10.0.3.254"]
    values["cluster"]["nodes"] = {f"node-{number}": f"10.0.0.{number}" for number in range(1, 201)}


def ten_racks(values: Values) -> None:
    """Ten racks of 20 nodes, each with a router and an AS for Calico of its own."""
    router = values["routers"].pop("csr1000v")
    values["cluster"]["nodes"], values["calico"]["peers"], values["metallb"]["peers"] = {}, [], []
    values["calico"] |= {"nodeToNodeMeshEnabled": False, "announce": "own"}
    for rack in range(1, 11):
        _rack(values, copy.deepcopy(router), rack)


def _rack(values: Values, router: Values, rack: int) -> None:
    router |= {"port": 10100 + rack, "interfaces": {}, "routerId": f"1.0.{rack}.0"}
    router["vrfs"]["k8s-calico"] |= {"interfaces": {"Loopback2": f"1.1.{rack}.2/32"}, "routerId": f"1.0.{rack}.2"}
    interfaces = {"Loopback1": f"1.1.{rack}.1/32", "GigabitEthernet2": f"10.0.{rack}.254/24"}
    router["vrfs"]["k8s-metallb"] |= {"interfaces": interfaces, "routerId": f"1.0.{rack}.1"}
    values["routers"][f"leaf-{rack}"] = router
    labels = {"rack": f"r{rack}"}
    for node in range(1, 21):
        values["cluster"]["nodes"][f"r{rack}-node-{node}"] = {"address": f"10.0.{rack}.{node}", "labels": labels}
    values["calico"]["peers"].append({"address": f"1.1.{rack}.2", "nodeSelector": labels, "asn": 65100 + rack})
    values["metallb"]["peers"].append({"address": f"10.0.{rack}.254", "nodeSelector": labels})


def states(stack: Stack, others: dict[tuple[str, str], str] | None = None) -> States:
    """Every session Established, but those of `others`: their states, by VRF and node; "" leaves one out."""
    found: dict[tuple[str, str, IPv4Address], str] = {}
    for _, _, place in peer_places(stack):
        for node, address in place.nodes.items():
            if state := (others or {}).get((place.vrf, node), ESTABLISHED):
                found[place.router, place.vrf, address] = state
    return found
