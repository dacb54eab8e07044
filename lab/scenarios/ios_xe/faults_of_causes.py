"""The faults of the scenario `causes`: what is done, what takes it back, and the cause that must be found."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from lab.fabric import Fabric
from lab.fabric.topology import NODES, Host
from lab.kubernetes.kubectl import get, kubectl
from lab.scenarios.ios_xe import prompt, tables
from toolchain import part

NODE = NODES[-1]
METALLB, CALICO = "k8s-metallb", "k8s-calico"
NAMESPACE = "metallb-system"
# The AS of each VRF's nodes.
_NUMBERS = {METALLB: 65001, CALICO: 65002}
_WHO = f"{NODE.name} ({NODE.ip})"
_NEIGHBOR = f"neighbor {NODE.ip}"
Action = Callable[[Fabric], object]


@dataclass(frozen=True)
class Fault:
    """A fault.

    Attributes:
        name: Its name.
        cause: The beginning of the cause's sentence.
        path: The path that the cause names.
        apply, undo: What makes it, and what takes it back.
    """

    name: str
    cause: str
    path: str
    apply: Action
    undo: Action


def faults() -> list[Fault]:
    """All faults, those of the router first."""
    return [*_neighbors(), *_interfaces(), *_routes(), *_nodes(), *_objects()]


def _typed(*lines: str) -> Action:
    return lambda fabric: prompt.configure(fabric, lines)


def _in_family(vrf: str, *lines: str) -> Action:
    """The lines in a VRF's family, and then the node's session from the start."""

    def act(fabric: Fabric) -> None:
        prompt.configure(fabric, ["router bgp 65000", f"address-family ipv4 vrf {vrf}", *lines])
        _restart(fabric, vrf)

    return act


def _restart(fabric: Fabric, vrf: str) -> None:
    """Start a VRF's sessions anew, so that a fault shows at once."""
    prompt.ask(fabric, f"clear ip bgp vrf {vrf} {_NUMBERS[vrf]}")


def restart_idle(fabric: Fabric) -> None:
    """Start the sessions of each VRF anew that has one which only waits."""
    for vrf, summary in zip(_NUMBERS, tables.summaries(fabric, list(_NUMBERS)), strict=True):
        if "Idle" in summary:
            _restart(fabric, vrf)


def _neighbors() -> list[Fault]:
    at = f"routers.csr1000v.vrfs.{METALLB}.neighbors"
    calico_at = f"routers.csr1000v.vrfs.{CALICO}.neighbors"
    anew = [
        f"{_NEIGHBOR} remote-as 64496",
        f"{_NEIGHBOR} shutdown",
        f"{_NEIGHBOR} update-source GigabitEthernet2",
        f"{_NEIGHBOR} prefix-list deny-all-routes out",
        f"{_NEIGHBOR} activate",
        f"no {_NEIGHBOR} shutdown",
        f"{_NEIGHBOR} remote-as 65001",
    ]
    return [
        Fault(
            "another AS on the router",
            f"csr1000v expects AS 65099 of {NODE.ip}, the stack says 65002: the router's line is "
            f"'{_NEIGHBOR} remote-as 65099'",
            "calico.asn",
            _in_family(CALICO, f"{_NEIGHBOR} remote-as 65099"),
            _in_family(CALICO, f"{_NEIGHBOR} remote-as 65002"),
        ),
        Fault(
            "a password on the router alone",
            f"csr1000v wants a password of {_WHO}, and the stack has none",
            "metallb.session.passwordKey",
            _in_family(METALLB, f"{_NEIGHBOR} password not-a-secret"),
            _in_family(METALLB, f"no {_NEIGHBOR} password"),
        ),
        Fault(
            "a neighbor shut down by hand",
            f"{_WHO} is shut down on csr1000v: the line is '{_NEIGHBOR} shutdown'",
            at,
            _in_family(METALLB, f"{_NEIGHBOR} shutdown"),
            _in_family(METALLB, f"no {_NEIGHBOR} shutdown"),
        ),
        Fault(
            "a neighbor without multihop",
            f"{_WHO} dials an address that is not on its own network, and csr1000v allows it one hop",
            f"{calico_at}.ebgpMultihop",
            _in_family(CALICO, f"no {_NEIGHBOR} ebgp-multihop 32"),
            _in_family(CALICO, f"{_NEIGHBOR} ebgp-multihop 32"),
        ),
        Fault(
            "another source of the session",
            f"the session with {_WHO} starts at Loopback2 of csr1000v, says the stack, and its line is",
            "calico.peers",
            _in_family(CALICO, f"{_NEIGHBOR} update-source GigabitEthernet3"),
            _in_family(CALICO, f"{_NEIGHBOR} update-source Loopback2"),
        ),
        Fault(
            "three of four nodes on the router",
            f"csr1000v has no neighbor {NODE.ip} in VRF {METALLB}, which is {NODE.name}",
            f"cluster.nodes.{NODE.name}",
            _in_family(METALLB, f"no {_NEIGHBOR} remote-as 65001"),
            _in_family(METALLB, *anew),
        ),
        Fault(
            "more routes than the router takes",
            f"{_WHO} has announced more routes than csr1000v takes from it",
            "calico.session.maximumPrefix",
            _in_family(CALICO, f"{_NEIGHBOR} maximum-prefix 1"),
            _in_family(CALICO, f"no {_NEIGHBOR} maximum-prefix 1"),
        ),
        Fault(
            "a node is sent prefixes",
            f"the routes to {_WHO} are not filtered on the router, the stack says prefix list deny-all-routes",
            f"{at}.advertise",
            _in_family(METALLB, f"no {_NEIGHBOR} prefix-list deny-all-routes out"),
            _in_family(METALLB, f"{_NEIGHBOR} prefix-list deny-all-routes out"),
        ),
    ]


def _interfaces() -> list[Fault]:
    at = "routers.csr1000v.vrfs.{}.interfaces.{}"
    nodes_side, client_side = "GigabitEthernet2", "GigabitEthernet3"
    head = f"interface {nodes_side}"
    address = "ip address 10.0.0.254 255.255.255.0"
    return [
        Fault(
            "the nodes' interface shut down",
            f"interface {nodes_side} of csr1000v is shut down",
            at.format(METALLB, nodes_side),
            _typed(head, "shutdown"),
            _typed(head, "no shutdown"),
        ),
        Fault(
            "the nodes' interface without an address",
            f"interface {nodes_side} of csr1000v has no address, and the stack says 10.0.0.254/24",
            at.format(METALLB, nodes_side),
            _typed(head, "no ip address"),
            _typed(head, address),
        ),
        Fault(
            "the nodes' interface in another VRF",
            f"interface {nodes_side} of csr1000v is in VRF {CALICO}, not in VRF {METALLB}",
            at.format(METALLB, nodes_side),
            _typed(head, f"ip vrf forwarding {CALICO}", address),
            _typed(head, f"ip vrf forwarding {METALLB}", address),
        ),
        Fault(
            "a loopback without an address",
            "interface Loopback2 of csr1000v has no address, and the stack says 1.1.1.2/32",
            at.format(CALICO, "Loopback2"),
            _typed("interface Loopback2", "no ip address"),
            _typed("interface Loopback2", "ip address 1.1.1.2 255.255.255.255"),
        ),
        Fault(
            "the client's interface shut down",
            f"interface {client_side} of csr1000v is shut down",
            at.format(CALICO, client_side),
            _typed(f"interface {client_side}", "shutdown"),
            _typed(f"interface {client_side}", "no shutdown"),
        ),
    ]


def _routes() -> list[Fault]:
    at = "routers.csr1000v.vrfs.{}.{}"

    def target(vrf: str, way: str, target: str, cause: str) -> Fault:
        line = f"route-target {way} {target}"
        head, name = f"ip vrf {vrf}", f"VRF {vrf} without {way} {target}"
        return Fault(name, cause, at.format(vrf, way), _typed(head, f"no {line}"), _typed(head, line))

    import_of_blocks = f"VRF {METALLB} does not import 65000:2, which VRF {CALICO} exports"
    import_of_services = f"VRF {CALICO} does not import 65000:1, which VRF {METALLB} exports"
    export = f"VRF {METALLB} does not export 65000:1, which VRF {CALICO} imports"
    return [
        target(METALLB, "import", "65000:2", import_of_blocks),
        target(CALICO, "import", "65000:1", import_of_services),
        target(METALLB, "export", "65000:1", export),
        Fault(
            "one path",
            f"VRF {METALLB} uses 1 next hop of a route, the stack says 4",
            at.format(METALLB, "maximumPaths"),
            _in_family(METALLB, "no maximum-paths 4"),
            _in_family(METALLB, "maximum-paths 4"),
        ),
    ]


def _dropping(*matches: str, nodes: Sequence[Host] = (NODE,)) -> Action:
    """Drop packets on the nodes; the sessions start anew, so that they notice at once."""
    rules = "".join(f"{match} drop\n" for match in matches)
    hooks = ((hook, f"type filter hook {hook} priority -300\n{rules}") for hook in ("prerouting", "output"))
    table = "".join(f"chain {hook} {{\n{text}}}\n" for hook, text in hooks)

    def act(fabric: Fabric) -> None:
        for node in nodes:
            fabric.run_in(node.name, [str(part("nft")), "-f", "-"], stdin=f"table ip lab-causes {{\n{table}}}\n")
        for vrf in _NUMBERS:
            _restart(fabric, vrf)

    return act


def _bgp_of(address: str) -> list[str]:
    """What matches the packets of a session with this address."""
    return [f"ip {way} {address} tcp {end} 179" for way in ("saddr", "daddr") for end in ("sport", "dport")]


def _not_dropping(fabric: Fabric, nodes: Sequence[Host] = (NODE,)) -> None:
    for node in nodes:
        fabric.run_in(node.name, [str(part("nft")), "delete", "table", "ip", "lab-causes"])


def _ip(*words: str) -> Action:
    return lambda fabric: fabric.run_in(NODE.name, ["ip", *words])


def _nodes() -> list[Fault]:
    def other_interface(fabric: Fabric) -> None:
        for words in ("link add lab0 type veth peer name lab1", "link set lab0 up", "link set lab1 up"):
            _ip(*words.split())(fabric)
        _ip(*["route", "add", "10.0.1.0/24", "dev", "lab0"])(fabric)

    no_way = f"{_WHO} does not answer a ping of the client, and other nodes do: it has no route back"
    blocked = "TCP 179 between {} and {} is blocked, or {}"
    return [
        Fault(
            "TCP 179 blocked for MetalLB",
            blocked.format(_WHO, "10.0.0.254", "MetalLB's speaker"),
            "",
            _dropping(
                *(f"ip {way} 10.0.0.254 tcp {end} 179" for way in ("saddr", "daddr") for end in ("sport", "dport"))
            ),
            _not_dropping,
        ),
        Fault(
            "TCP 179 blocked for Calico",
            blocked.format(_WHO, "1.1.1.2", "BIRD"),
            "",
            _dropping(*_bgp_of("1.1.1.2")),
            _not_dropping,
        ),
        Fault(
            "a node that is cut off from the router",
            f"{_WHO} answers no ping either: it is down, cut off, or has no route back",
            "",
            _dropping("ip saddr { 10.0.0.254, 1.1.1.1, 1.1.1.2, 10.0.1.0/24 }"),
            _not_dropping,
        ),
        Fault(
            "a node without a route back",
            no_way,
            "",
            _ip("route", "add", "blackhole", "10.0.1.0/24"),
            _ip("route", "del", "blackhole", "10.0.1.0/24"),
        ),
        Fault("a reply through another interface", no_way, "", other_interface, _ip("link", "del", "lab0")),
        Fault(
            "full packets lost on the way",
            "packets of 1500 bytes are lost on the way, and no machine says so",
            "",
            # On every node: which of them have a pod of the service is Kubernetes' choice.
            _dropping("ip saddr 10.0.1.0/24 meta length > 1400", nodes=NODES),
            partial(_not_dropping, nodes=NODES),
        ),
    ]


def _patched(kind: str, name: str, *operations: tuple[str, str, object]) -> Action:
    """JSON patches of an object of MetalLB."""
    patch = json.dumps([{"op": op, "path": path, "value": value} for op, path, value in operations])
    words = ("patch", kind, name, f"--namespace={NAMESPACE}", "--type=json", f"--patch={patch}")
    return lambda fabric: kubectl(fabric, *words)


def _kubectl(*words: str) -> Action:
    return lambda fabric: kubectl(fabric, *words)


def _objects() -> list[Fault]:
    peer, pool = ("bgppeers.metallb.io", "csr1000v"), ("ipaddresspools.metallb.io", "default")
    kept: list[str] = []

    def remove(fabric: Fabric) -> None:
        found = get(fabric, "bgpadvertisements.metallb.io", "default", f"--namespace={NAMESPACE}")
        for key in ("uid", "resourceVersion", "creationTimestamp", "generation"):
            found["metadata"].pop(key, None)
        kept[:] = [json.dumps(found)]
        kubectl(fabric, "delete", "bgpadvertisements.metallb.io", "default", f"--namespace={NAMESPACE}")

    def put_back(fabric: Fabric) -> None:
        kubectl(fabric, "create", "--filename=-", stdin=kept[0])

    label, scale = ("label", "node", NODE.name, "--overwrite"), ("scale", "deployment", f"--namespace={NAMESPACE}")
    service, wanted_address = ("annotate", "service", "nginx"), "metallb.io/loadBalancerIPs"
    said = f"BGPPeer {NAMESPACE}/csr1000v has spec"
    return [
        Fault(
            "another port of the peer",
            f"{said}.peerPort 1790, and the stack does not write it",
            "metallb.peering",
            _patched(*peer, ("add", "/spec/peerPort", 1790)),
            _patched(*peer, ("add", "/spec/peerPort", 179)),
        ),
        Fault(
            "another AS of the nodes",
            f"{said}.myASN 65003, and the stack says 65001",
            "metallb.asn",
            _patched(*peer, ("replace", "/spec/myASN", 65003)),
            _patched(*peer, ("replace", "/spec/myASN", 65001)),
        ),
        Fault(
            "another hold time of the nodes",
            f"{said}.holdTime 9s, and the stack does not write it",
            "metallb.session",
            _patched(*peer, ("add", "/spec/holdTime", "9s")),
            _patched(*peer, ("remove", "/spec/holdTime", None)),
        ),
        Fault(
            "a password on the nodes alone",
            f"{said}.password <hidden>, and the stack does not write it",
            "metallb.session",
            _patched(*peer, ("add", "/spec/password", "not-a-secret")),
            _patched(*peer, ("remove", "/spec/password", None)),
        ),
        Fault(
            "no speaker on a node",
            f"MetalLB has no speaker pod on node {NODE.name} in namespace {NAMESPACE}",
            "metallb.values",
            _kubectl(*label, "kubernetes.io/os=lab"),
            _kubectl(*label, "kubernetes.io/os=linux"),
        ),
        Fault(
            "a node drained by its label alone",
            f"node {NODE.name} has the label bgp-coexist/drained, with which MetalLB announces nothing from it",
            "cluster.drained",
            _kubectl(*label, "bgp-coexist/drained=true"),
            _kubectl(*label, "bgp-coexist/drained-"),
        ),
        Fault(
            "no controller",
            f"MetalLB's controller, which gives the addresses, is not ready in {NAMESPACE}",
            "",
            _kubectl(*scale, "metallb-controller", "--replicas=0"),
            _kubectl(*scale, "metallb-controller", "--replicas=1"),
        ),
        Fault(
            "another pool",
            f"IPAddressPool {NAMESPACE}/default has spec.addresses",
            "metallb.pools",
            _patched(*pool, ("add", "/spec/addresses/-", "10.100.1.0/24")),
            _patched(*pool, ("remove", "/spec/addresses/1", None)),
        ),
        Fault(
            "no advertisement",
            f"BGPAdvertisement {NAMESPACE}/default is not in the cluster",
            "metallb.advertisements",
            remove,
            put_back,
        ),
        Fault(
            "a service that asks for another address",
            "addresses are free and the program that gives them runs: the service asks for what no pool has",
            "",
            _kubectl(*service, f"{wanted_address}=10.200.0.1", "--overwrite"),
            _kubectl(*service, f"{wanted_address}-"),
        ),
    ]
