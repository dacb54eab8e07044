"""Calico's further peers, reflectors, nodes with an AS of their own and hold times: on the real API and at the daemons.

One story on the whole lab; each test applies one change, looks, and takes it back.
"""

import re

import netmiko
import pytest

from tests.engine import PROJECT
from tests.lab.story import Story, Values, neighbors, spec, until
from tests.lab.test_main_job import NODES, VRFS, kubectl, on, show

pytestmark = [pytest.mark.lab, pytest.mark.engine, pytest.mark.timeout(600)]

PEERS = "bgppeers.projectcalico.org"
ROUTER_BIRD = str(PROJECT / ".lab/hosts/router/bird/bird.ctl")
REFLECTORS = ("worker1", "worker2")
FURTHER: dict[str, tuple[Values, Values]] = {
    # What the configuration says, and the spec that Calico's API server holds for it.
    "rack": (
        {"node": "worker1", "peerIp": "10.0.9.1", "asn": 65020, "sourceAddress": "None", "reachableBy": "10.0.0.254"},
        {"node": "worker1", "peerIP": "10.0.9.1", "asNumber": 65020, "sourceAddress": "None"}
        | {"reachableBy": "10.0.0.254"},
    ),
    "row": (
        {"nodeSelector": "kubernetes.io/hostname == 'worker2'", "peerIp": "10.0.9.2", "port": 1179, "asn": 65021}
        | {"localAsn": 65031, "ttlSecurity": 2, "maxRestartSeconds": 45, "passwordSecret": {"name": "row-password"}},
        {"nodeSelector": "kubernetes.io/hostname == 'worker2'", "peerIP": "10.0.9.2:1179", "asNumber": 65021}
        | {"localASNumber": 65031, "ttlSecurity": 2, "maxRestartTime": "45s"}
        | {"password": {"secretKeyRef": {"name": "row-password", "key": "password"}}},
    ),
    "beside": (
        {"node": "worker3", "peerSelector": "kubernetes.io/hostname == 'worker1'", "sourceAddress": "UseNodeIP"},
        {"node": "worker3", "peerSelector": "kubernetes.io/hostname == 'worker1'", "sourceAddress": "UseNodeIP"},
    ),
}


def sessions(node: str) -> dict[str, str]:
    """The sessions that the node's BIRD has, and how they are."""
    text = on(node, "birdc", "-s", "/run/calico/bird.ctl", "show", "protocols")
    return dict(re.findall(r"^(\w+) +BGP +\S+ +\S+ +\S+ *(\S*)", text, re.MULTILINE))


def between_nodes(node: str) -> dict[str, str]:
    """Those of them whose far end is a node."""
    return {name: state for name, state in sessions(node).items() if re.search(r"_10_0_0_\d+", name)}


def reaches_pods_directly(node: str) -> bool:
    """Whether the node has a route through each other node to a pod there, and not through the router."""
    template = "{range .items[*]}{.spec.nodeName} {.status.podIP} {end}"
    words = kubectl("get", "pods", "-n", "kube-system", "-l", "app=resident", "-o", f"jsonpath={template}").split()
    pods = {host: pod for host, pod in zip(words[::2], words[1::2], strict=True) if host != node}
    assert len(pods) == len(NODES) - 1, pods
    return all(f" via {NODES[host]} dev" in on(node, "ip", "route", "get", pod) for host, pod in pods.items())


def expected(story: Story, wanted: dict[str, tuple[str, Values]]) -> None:
    assert {name: step for name, step in story.planned().items() if name != "dev"} == wanted


def test_further_peers_are_applied_and_dialled_by_the_nodes_they_are_for(story: Story) -> None:
    secret = ("secret", "generic", "row-password", "--namespace=kube-system", "--from-literal=password=row")
    kubectl("create", *secret)
    story.own("calico")["morePeers"] = {name: said for name, (said, _) in FURTHER.items()}
    expected(story, {f"calico-{name}": ("create", held) for name, (_, held) in FURTHER.items()})
    story.apply()
    assert {name: spec(PEERS, name) for name in FURTHER} == {name: held for name, (_, held) in FURTHER.items()}
    dialled = {"worker1": "Node_10_0_9_1", "worker2": "Node_10_0_9_2_port_1179", "worker3": "Node_10_0_0_11"}
    until(30, lambda: all(name in sessions(node) for node, name in dialled.items()))
    assert [name for name in sessions("master1") if name.startswith("Node_")] == []


def test_further_peers_go_as_they_came(story: Story) -> None:
    story.own("calico")["morePeers"] = {}
    expected(story, {f"calico-{name}": ("delete", {}) for name in FURTHER})
    story.apply()
    assert kubectl("get", PEERS, "-o", "name").split() == ["bgppeer.projectcalico.org/bgppeer-csr1000v"]
    kubectl("delete", "secret", "row-password", "--namespace=kube-system")


def test_reflectors_take_the_place_of_the_mesh(story: Story) -> None:
    until(30, lambda: set(between_nodes("worker3")) == {"Mesh_10_0_0_1", "Mesh_10_0_0_11", "Mesh_10_0_0_12"})
    calico = story.own("calico")
    calico["nodeToNodeMeshEnabled"] = False
    calico["routeReflectors"] = {"nodes": list(REFLECTORS), "clusterId": "244.0.0.1"}
    held = {"nodeSelector": "all()", "peerSelector": "kubernetes.io/hostname in {'worker1', 'worker2'}"}
    plan = story.planned()
    assert {name: op for name, (op, _) in plan.items() if name != "dev"} == {
        "calico-configuration": "update",
        "calico-reflector-worker1": "create",
        "calico-reflector-worker2": "create",
        "calico-route-reflectors": "create",
    }
    assert plan["calico-route-reflectors"][1] == held
    story.apply()
    assert spec(PEERS, "route-reflectors") == held
    reflectors = {f"Node_{NODES[node].replace('.', '_')}": "Established" for node in REFLECTORS}
    until(180, lambda: all(between_nodes(node) == reflectors for node in ("master1", "worker3")))
    until(180, lambda: all(reaches_pods_directly(node) for node in NODES))


def test_the_mesh_comes_back(story: Story) -> None:
    del story.own("calico")["nodeToNodeMeshEnabled"], story.own("calico")["routeReflectors"]
    story.apply()
    mesh = {f"Mesh_{address.replace('.', '_')}": "Established" for address in NODES.values()}
    for node, address in NODES.items():
        own = f"Mesh_{address.replace('.', '_')}"
        others = {name: state for name, state in mesh.items() if name != own}
        until(180, lambda node=node, others=others: between_nodes(node) == others)  # type: ignore[misc]
    until(180, lambda: all(reaches_pods_directly(node) for node in NODES))
    assert "RouteReflectorClusterID" not in kubectl("get", "nodes", "-o", "yaml")


def numbers(vrf: str) -> dict[str, str]:
    """The AS of each neighbor whose session is up, as the router sees it."""
    (text,) = show(f"show bgp vpnv4 unicast vrf {vrf} summary")
    return dict(re.findall(r"^(10\.0\.0\.\d+) +4 +(\d+) .* \d+$", text, re.MULTILINE))


def test_a_node_with_an_as_of_its_own_comes_up_with_it_and_goes_back(story: Story) -> None:
    held = story.own("routers")["csr1000v"]["vrfs"]["k8s-calico"]["neighbors"]
    own = dict.fromkeys(NODES.values(), "65002")
    until(180, lambda: numbers("k8s-calico") == own)
    held["remoteAs"] = {"worker3": 65012}
    story.apply()
    names = [name.rpartition("/")[2] for name in kubectl("get", PEERS, "-o", "name").split()]
    specs = {spec(PEERS, name).get("localASNumber"): spec(PEERS, name)["nodeSelector"] for name in names}
    assert specs == {
        None: "kubernetes.io/hostname not in {'worker3'}",
        65012: "kubernetes.io/hostname in {'worker3'}",
    }
    until(180, lambda: numbers("k8s-calico") == own | {"10.0.0.13": "65012"})
    del held["remoteAs"]
    story.apply()
    until(180, lambda: numbers("k8s-calico") == own)


def typed(*lines: str) -> None:
    """Somebody configures the router by hand."""
    with netmiko.ConnectHandler(
        device_type="cisco_xe", host="127.0.0.1", port=10022, username="admin", password="ios-xe-proving-ground"
    ) as router:
        router.send_config_set(list(lines))


def restart_sessions(*vrfs: str) -> None:
    """The sessions of these VRFs are shut by hand and opened again, which is when new times begin to count."""
    for word in ("neighbor {} shutdown", "no neighbor {} shutdown"):
        families = [(f"address-family ipv4 vrf {vrf}", *map(word.format, NODES.values()), "exit") for vrf in vrfs]
        typed("router bgp 65000", *(line for family in families for line in family))


def hold_times(machine: str, socket: str) -> list[tuple[int, int]]:
    """Negotiated hold and keepalive time of each session with a router that is up, by BIRD's own count."""
    text = on(machine, "birdc", "-s", socket, "show", "protocols", "all")
    # Neither the mesh nor what passes routes between the router's own tables.
    own = [block for block in re.split(r"\n(?=\S)", text) if re.match(r"(?:bgp\d+|Global)_", block)]
    blocks = [block for block in own if "Hold timer:" in block]
    found = [re.findall(r"(?:Hold|Keepalive) timer: +[\d.]+/([\d.]+)", block) for block in blocks]
    return sorted((int(float(hold)), int(float(kept))) for hold, kept in found)


def at_router() -> list[tuple[int, int]]:
    return hold_times("router", ROUTER_BIRD)


def test_hold_times_are_what_the_daemons_negotiate(story: Story) -> None:
    until(180, lambda: neighbors() == {vrf: list(NODES.values()) for vrf in VRFS})
    story.own("calico")["session"] = {"holdSeconds": 30, "keepaliveSeconds": 10}
    story.own("metallb")["session"] = {"holdSeconds": 45}
    story.apply()
    restart_sessions(*VRFS)
    until(180, lambda: at_router() == [(30, 10)] * len(NODES) + [(45, 15)] * len(NODES))
    assert {node: hold_times(node, "/run/calico/bird.ctl") for node in NODES} == {node: [(30, 10)] for node in NODES}


def test_metallbs_speaker_itself_asks_for_its_hold_time(story: Story) -> None:
    """With a router that would take more, the smaller of both counts, and that is the speaker's."""
    lines = [f"neighbor {address} timers 60 180" for address in NODES.values()]
    typed("router bgp 65000", "address-family ipv4 vrf k8s-metallb", *lines)
    # Not Calico's again: its BIRD waits a minute after a second notification.
    restart_sessions("k8s-metallb")
    until(180, lambda: [hold for hold, _ in at_router()] == [30] * len(NODES) + [45] * len(NODES))
    del story.own("calico")["session"], story.own("metallb")["session"]
    story.apply("--refresh")
