"""Who dials whom: racks with a router and an AS each, and several racks at one router."""

from typing import Any

from cluster import calico, metallb
from model.load import stack_from
from model.peerings import peerings
from model.stack import Stack, vrf_neighbors
from tests.examples import FOLDER, values_of
from tests.seed import Values, seed_stack

SELECTED = "kubernetes.io/hostname in {'b1', 'b2'}"


def racks(metallbs: dict[str, Any] | None = None) -> Stack:
    """The example's stack."""
    values = values_of(FOLDER / "racks.yaml")
    values["metallb"] |= metallbs or {}
    return stack_from(values)


def seen(stack: Stack, router: str, vrf: str) -> list[tuple[str, int, str | None]]:
    """Address, AS and update-source of each neighbor of a VRF."""
    found = vrf_neighbors(stack, router, vrf)
    return [(str(each.address), each.remote_as, each.update_source) for each in found]


def test_a_racks_router_has_the_nodes_of_its_rack_as_neighbors() -> None:
    stack = racks()
    assert seen(stack, "rack-a", "pods") == [("172.20.1.11", 65101, "Loopback2"), ("172.20.1.12", 65101, "Loopback2")]
    assert seen(stack, "rack-b", "pods") == [("172.20.2.11", 65102, "Loopback2"), ("172.20.2.12", 65102, "Loopback2")]
    source = "GigabitEthernet2"
    assert seen(stack, "rack-b", "services") == [("172.20.2.11", 65001, source), ("172.20.2.12", 65001, source)]


def test_calico_has_a_peer_for_each_rack_with_its_as() -> None:
    specs = calico.bgp_peer_specs(racks())
    assert list(specs) == ["bgppeer-rack-a", "bgppeer-rack-b"]
    rack_b = {"asNumber": 65000, "peerIP": "10.255.2.2", "localASNumber": 65102, "nodeSelector": SELECTED}
    assert rack_b.items() <= specs["bgppeer-rack-b"].items()


def test_metallb_has_a_peer_for_each_rack() -> None:
    selector = {"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": "In", "values": ["b1", "b2"]}]}
    assert metallb.bgp_peer_specs(racks())["rack-b"] == {
        "myASN": 65001,
        "peerASN": 65000,
        "peerAddress": "172.20.2.1",
        "nodeSelectors": [selector],
    }


def test_an_as_of_one_node_wins_over_its_racks() -> None:
    def one_node(values: Values) -> None:
        values["calico"]["peers"] = [{"address": "1.1.1.2", "asn": 65010}]
        values["routers"]["csr1000v"]["vrfs"]["k8s-calico"]["neighbors"]["remoteAs"] = {"worker1": 65011}

    stack = seed_stack(one_node)
    assert [each.remote_as for each in vrf_neighbors(stack, "csr1000v", "k8s-calico")] == [65010, 65011, 65010, 65010]
    assert [(each.name, each.node_asn, each.only, each.besides) for each in peerings(stack, "calico")] == [
        ("csr1000v", 65010, (), ("worker1",)),
        ("csr1000v-as65011", 65011, ("worker1",), ()),
    ]


def several(values: Values) -> None:
    """Two racks at the seed's router: at one address of Calico's, and at two of MetalLB's."""
    one, other = ["master1", "worker1"], ["worker2", "worker3"]
    values["cluster"]["nodes"] |= {"worker2": "10.0.4.12", "worker3": "10.0.4.13"}
    values["routers"]["csr1000v"]["vrfs"]["k8s-metallb"]["interfaces"]["GigabitEthernet4"] = "10.0.4.254/24"
    values["calico"]["peers"] = [{"address": "1.1.1.2", "nodes": one}, {"address": "1.1.1.2", "nodes": other, "asn": 5}]
    values["metallb"]["peers"] = [{"address": "10.0.0.254", "nodes": one}, {"address": "10.0.4.254", "nodes": other}]


def test_two_racks_at_one_router_have_a_source_each() -> None:
    assert seen(seed_stack(several), "csr1000v", "k8s-metallb") == [
        ("10.0.0.1", 65001, "GigabitEthernet2"),
        ("10.0.0.11", 65001, "GigabitEthernet2"),
        ("10.0.4.12", 65001, "GigabitEthernet4"),
        ("10.0.4.13", 65001, "GigabitEthernet4"),
    ]
    assert [as_ for _, as_, _ in seen(seed_stack(several), "csr1000v", "k8s-calico")] == [65002, 65002, 5, 5]


def test_two_racks_at_one_router_have_peers_with_names_of_their_own() -> None:
    stack = seed_stack(several)
    assert list(calico.bgp_peer_specs(stack)) == [
        "bgppeer-csr1000v-k8s-calico-loopback2-as65002",
        "bgppeer-csr1000v-k8s-calico-loopback2-as5",
    ]
    assert list(metallb.bgp_peer_specs(stack)) == [
        "csr1000v-k8s-metallb-gigabitethernet2",
        "csr1000v-k8s-metallb-gigabitethernet4",
    ]


def by_label(values: Values) -> None:
    """Worker 1 and 2 are in a rack that a label selects; worker 2 has an AS of its own."""
    for node in ("worker1", "worker2"):
        values["cluster"]["nodes"][node] = {"address": values["cluster"]["nodes"][node], "labels": {"rack": "r1"}}
    for speaker in ("calico", "metallb"):
        (address,) = values[speaker]["peers"]
        values[speaker]["peers"] = [{"address": address, "nodeSelector": {"rack": "r1"}}]
    for vrf in ("k8s-calico", "k8s-metallb"):
        values["routers"]["csr1000v"]["vrfs"][vrf]["neighbors"]["remoteAs"] = {"worker2": 65011}


def test_a_label_selects_the_neighbors_and_the_peers_nodes() -> None:
    stack = seed_stack(by_label)
    assert [as_ for _, as_, _ in seen(stack, "csr1000v", "k8s-calico")] == [65002, 65011]
    assert calico.bgp_peer_specs(stack)["bgppeer-csr1000v"]["nodeSelector"] == (
        "rack == 'r1' && kubernetes.io/hostname not in {'worker2'}"
    )
    others = {"key": "kubernetes.io/hostname", "operator": "NotIn", "values": ["worker2"]}
    selector = {"matchLabels": {"rack": "r1"}, "matchExpressions": [others]}
    assert metallb.bgp_peer_specs(stack)["csr1000v"]["nodeSelectors"] == [selector]
