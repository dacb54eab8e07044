"""Every mistake in a stack's YAML is answered with its path, the offending value and a hint, all at once."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from errors import IntentError
from model.load import stack_from
from model.stack import vrf_neighbors

PROJECT = Path(__file__).parents[3]
Config = dict[str, Any]


def seed() -> Config:
    """The dev stack's configuration, keys without the project's name and without secrets."""
    config = yaml.safe_load((PROJECT / "Pulumi.dev.yaml").read_text())["config"]
    return {
        key.split(":")[1]: value
        for key, value in config.items()
        if key.startswith("bgp-coexist:") and "Password" not in key
    }


def refusal(change: Callable[[Config], object]) -> str:
    """What the person is told after `change` to the seed's configuration."""
    config = copy.deepcopy(seed())
    change(config)
    with pytest.raises(IntentError) as caught:
        stack_from(config)
    return str(caught.value)


def one(text: str) -> str:
    return "the stack's configuration has 1 problem; nothing was touched\n" + text


def calico_vrf(config: Config) -> Config:
    vrf: Config = config["routers"]["csr1000v"]["vrfs"]["k8s-calico"]
    return vrf


def metallb_vrf(config: Config) -> Config:
    vrf: Config = config["routers"]["csr1000v"]["vrfs"]["k8s-metallb"]
    return vrf


def test_the_seeds_two_peer_addresses_make_its_eight_neighbors() -> None:
    stack = stack_from(seed())
    calico = vrf_neighbors(stack, "csr1000v", "k8s-calico")
    metallb = vrf_neighbors(stack, "csr1000v", "k8s-metallb")
    assert [str(n.address) for n in calico] == ["10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13"]
    assert {(n.remote_as, n.ebgp_multihop, n.update_source, n.prefix_list_out) for n in calico} == {
        (65002, 32, "Loopback2", "deny-all-routes")
    }
    assert {(n.remote_as, n.ebgp_multihop, n.update_source, n.prefix_list_out) for n in metallb} == {
        (65001, None, "GigabitEthernet2", "deny-all-routes")
    }


def test_one_node_may_have_an_as_of_its_own() -> None:
    config = seed()
    calico_vrf(config)["neighbors"]["remoteAs"] = {"worker3": 65012}
    neighbors = vrf_neighbors(stack_from(config), "csr1000v", "k8s-calico")
    assert [n.remote_as for n in neighbors] == [65002, 65002, 65002, 65012]


def test_numbers_that_pulumi_turned_into_floats_are_whole_again() -> None:
    config = seed()
    config["calico"]["asn"] = 65002.0
    assert stack_from(config).calico.asn == 65002


REFUSALS: dict[str, tuple[Callable[[Config], object], str]] = {
    "an unknown top-level key": (
        lambda c: c.update(metalb={}),
        "  metalb: unknown key 'metalb'\n    hint: look for a spelling mistake; keys are camelCase",
    ),
    "an unknown key deep inside": (
        lambda c: calico_vrf(c)["neighbors"].update(ebgp_multi_hop=32),
        "  routers.csr1000v.vrfs.k8s-calico.neighbors.ebgp_multi_hop: unknown key 'ebgp_multi_hop'\n"
        "    hint: look for a spelling mistake; keys are camelCase",
    ),
    "AS 0": (
        lambda c: c["calico"].update(asn=0),
        "  calico.asn: '0': input should be greater than or equal to 1\n"
        "    hint: an AS number is a whole number from 1 to 4294967295",
    ),
    "an AS above 32 bits": (
        lambda c: c["routers"]["csr1000v"].update(asn=4294967296.0),
        "  routers.csr1000v.asn: '4294967296': input should be less than or equal to 4294967295\n"
        "    hint: an AS number is a whole number from 1 to 4294967295",
    ),
    "an AS that is no number": (
        lambda c: c["metallb"].update(asn="65001x"),
        "  metallb.asn: '65001x': input should be a valid integer\n"
        "    hint: an AS number is a whole number from 1 to 4294967295",
    ),
    "a malformed route distinguisher": (
        lambda c: calico_vrf(c).update(rd="65000"),
        "  routers.csr1000v.vrfs.k8s-calico.rd: '65000' is not of the form that is needed here\n"
        "    hint: a route distinguisher is ASN:number or address:number, such as 65000:1",
    ),
    "a short interface name": (
        lambda c: calico_vrf(c)["interfaces"].update({"Gi5": "1.2.3.4/24"}),
        "  routers.csr1000v.vrfs.k8s-calico.interfaces.Gi5: 'Gi5' is not of the form that is needed here\n"
        "    hint: an interface is IOS's long name and its address, such as GigabitEthernet2: 10.0.0.254/24",
    ),
    "a peer address in no VRF": (
        lambda c: c["calico"].update(peers=["1.1.1.3"]),
        "  calico.peers[0]: '1.1.1.3' is the address of no interface in any VRF\n"
        "    hint: add it to an interface under routers.<name>.vrfs.<vrf>.interfaces: there are 1.1.1.2 (k8s-calico), "
        "10.0.1.254 (k8s-calico), 1.1.1.1 (k8s-metallb), 10.0.0.254 (k8s-metallb)",
    ),
    "both speakers at one router address": (
        lambda c: c["calico"].update(peers=["10.0.0.254"]),
        "  calico.peers, metallb.peers: both speakers dial router address 10.0.0.254: a node can hold only one BGP "
        "session with it, so one of Calico and MetalLB would stay down\n"
        "    hint: give each speaker an address in a VRF of its own",
    ),
    "both speakers in one VRF": (
        lambda c: (c["calico"].update(peers=["1.1.1.1"]), metallb_vrf(c)["neighbors"].update(ebgpMultihop=2)),
        "  routers.csr1000v.vrfs.k8s-metallb: holds the peer addresses of both Calico and MetalLB: a node can be a "
        "neighbor only once in a VRF\n"
        "    hint: move one of the interfaces Loopback1 and GigabitEthernet2 to a VRF of its own",
    ),
    "a loopback peer without multihop": (
        lambda c: calico_vrf(c)["neighbors"].pop("ebgpMultihop"),
        "  routers.csr1000v.vrfs.k8s-calico.neighbors.ebgpMultihop: is missing, yet calico dials Loopback2 (1.1.1.2), "
        "which is not on the nodes' subnet\n    hint: set it, for example to 32",
    ),
    "a filter that is not defined": (
        lambda c: calico_vrf(c)["neighbors"].update(prefixListOut="deny-all"),
        "  routers.csr1000v.vrfs.k8s-calico.neighbors.prefixListOut: 'deny-all' is not defined: the router would "
        "advertise everything to the nodes\n    hint: add it under routers.csr1000v.prefixLists",
    ),
    "a VRF that does not import the other": (
        lambda c: calico_vrf(c).update({"import": ["65000:2"]}),
        "  routers.csr1000v.vrfs.k8s-calico.import: takes in no route target that k8s-metallb exports (65000:1): its "
        "routes would not be leaked here\n    hint: import one of k8s-metallb's export targets",
    ),
    "one route distinguisher twice": (
        lambda c: calico_vrf(c).update(rd="65000:1"),
        "  routers.csr1000v.vrfs: route distinguisher 65000:1 is given to 2 VRFs\n    hint: each needs its own",
    ),
    "a pool inside the pods' range": (
        lambda c: c["metallb"]["pools"].update(default=["192.168.4.0/24"]),
        "  cluster.podCidr, metallb.pools.default[0]: 192.168.0.0/16 and 192.168.4.0/24 overlap\n"
        "    hint: give each a range of its own",
    ),
    "a speaker in the router's AS": (
        lambda c: c["metallb"].update(asn=65000),
        "  metallb.asn, routers.csr1000v.asn: both are 65000: the sessions are meant to be eBGP\n"
        "    hint: give the speaker an AS of its own",
    ),
    "an AS for a node that does not exist": (
        lambda c: calico_vrf(c)["neighbors"].update(remoteAs={"worker9": 65012}),
        "  routers.csr1000v.vrfs.k8s-calico.neighbors.remoteAs.worker9: no node is called 'worker9'\n"
        "    hint: the nodes are master1, worker1, worker2, worker3",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_mistake_is_named_with_its_place(case: str) -> None:
    change, expected = REFUSALS[case]
    assert refusal(change) == one(expected)


def test_every_problem_is_told_not_the_first() -> None:
    def two(config: Config) -> None:
        config["calico"]["asn"] = 0
        config["metallb"]["asn"] = 0

    assert refusal(two).startswith("the stack's configuration has 2 problems; nothing was touched\n")


def test_a_missing_key_is_named() -> None:
    assert refusal(lambda c: c.pop("cluster")) == one("  cluster: is missing")
