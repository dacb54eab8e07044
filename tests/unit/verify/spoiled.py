"""Ways to spoil a network that is all right, each as one fault leaves it."""

from collections.abc import Mapping
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

from platforms.facts import Noted, Notice, RouteTargets
from tests.seed import Values
from tests.unit.verify.sources import NODES, SERVICE, Parts, route, running_neighbor, session
from verify.sources import NodeState, ObjectFault, Ping

WORKER3 = NODES["worker3"]
METALLB, CALICO = "k8s-metallb", "k8s-calico"


def down(
    parts: Parts, vrf: str = METALLB, nodes: Mapping[str, IPv4Address] | None = None, state: str = "Active"
) -> None:
    """Take the sessions of nodes down in a VRF; of MetalLB's the service's routes go with them."""
    for address in (nodes or {"worker3": WORKER3}).values():
        parts.router.overruled[vrf, address] = session(address, parts.router.asns[vrf], state)
    if vrf == METALLB:
        left = [str(a) for a in NODES.values() if a not in (nodes or {"worker3": WORKER3}).values()]
        service = f"{SERVICE}/32"
        parts.router.table[:] = [each for each in parts.router.table if str(each.prefix) != service]
        parts.router.table += [route(service, *left)] if left else []


def with_setting(parts: Parts, vrf: str = METALLB, state: str = "Active", **changed: str | None) -> None:
    """A session of worker3 is down, and its lines are so."""
    down(parts, vrf, state=state)
    parts.router.configured[vrf, str(WORKER3)] = running_neighbor(
        WORKER3, parts.router.asns[vrf], vrf == CALICO, **changed
    )


def noted(parts: Parts, notice: Notice, text: str = "", **changed: str) -> None:
    with_setting(parts, **changed)
    parts.router.log[WORKER3] = Noted(notice, text)


def on_interface(parts: Parts, name: str = "GigabitEthernet2", **changed: object) -> None:
    """All sessions are down, and an interface is so."""
    down(parts, METALLB, NODES)
    down(parts, CALICO, NODES, "Idle")
    parts.router.table.clear()
    parts.router.ports[name] = replace(parts.router.ports[name], **changed)  # type: ignore[arg-type]


def client_side_down(parts: Parts) -> None:
    name = "GigabitEthernet3"
    parts.router.ports[name] = replace(parts.router.ports[name], shutdown=True, up=False)
    parts.client.silent = True


def as_seen(parts: Parts) -> None:
    """The router says that the AS is another one, and has the line of it."""
    with_setting(parts, CALICO, remote_as="65099")
    parts.router.overruled[CALICO, WORKER3] = session(WORKER3, 65099, "Active")


def in_other_vrf(parts: Parts) -> None:
    down(parts)
    del parts.router.overruled[METALLB, WORKER3]
    parts.router.overruled[METALLB, WORKER3] = None
    parts.router.configured["default", str(WORKER3)] = parts.router.configured.pop((METALLB, str(WORKER3)))


def not_on_the_router(parts: Parts) -> None:
    down(parts)
    parts.router.overruled[METALLB, WORKER3] = None
    del parts.router.configured[METALLB, str(WORKER3)]


def no_vrf(parts: Parts) -> None:
    down(parts, METALLB, NODES)
    del parts.router.exchanged[METALLB]
    parts.router.table.clear()


def peer(parts: Parts, field: str, wanted: object, actual: object) -> None:
    down(parts, METALLB, NODES)
    parts.cluster.faults = (ObjectFault("BGPPeer", "BGPPeer metallb-system/csr1000v", field, wanted, actual),)


def no_speaker(parts: Parts) -> None:
    down(parts)
    del parts.cluster.speakers["worker3"]
    parts.cluster.speaking = frozenset(NODES) - {"worker3"}


def no_bird(parts: Parts) -> None:
    down(parts, CALICO)


def cut_off(parts: Parts) -> None:
    down(parts)
    down(parts, CALICO)
    parts.client.pinged[WORKER3] = Ping.SILENT
    parts.client.silent = True


def all_targets_missing(parts: Parts) -> None:
    parts.router.exchanged[CALICO] = RouteTargets(frozenset({"65000:2"}), frozenset({"65000:2"}))
    parts.client.silent = True


def import_map(parts: Parts) -> None:
    parts.router.leaking[CALICO] = ("import map BLOCK",)
    parts.client.silent = True


def one_path(parts: Parts) -> None:
    parts.router.paths[METALLB] = 1
    parts.router.table[-1] = route(f"{SERVICE}/32", "10.0.0.1")


def advertised(parts: Parts) -> None:
    parts.router.sent[WORKER3] = 9
    for vrf in (METALLB, CALICO):
        asn = parts.router.asns[vrf]
        parts.router.configured[vrf, str(WORKER3)] = running_neighbor(WORKER3, asn, vrf == CALICO, list_out=None)


def permitting(parts: Parts) -> None:
    parts.router.sent[WORKER3] = 9
    parts.router.lists["deny-all-routes"] = ("seq 5 permit 0.0.0.0/0 le 32",)


def drained(parts: Parts) -> None:
    parts.router.table[-1] = route(f"{SERVICE}/32", "10.0.0.1", "10.0.0.11", "10.0.0.12")
    parts.cluster.states["worker3"] = NodeState(True, {"bgp-coexist/drained": "true"})


def own(values: Values) -> None:
    values["calico"]["announce"] = "own"


def foreign_block(parts: Parts) -> None:
    parts.router.table[3] = route("192.168.3.0/26", "10.0.0.12")


def full_pool(parts: Parts) -> None:
    waiting(parts)
    parts.cluster.given_to_services = tuple(IPv4Network("10.100.0.0/24"))


def waiting(parts: Parts) -> None:
    parts.cluster.address = None
    parts.router.table.pop()


def no_controller(parts: Parts) -> None:
    waiting(parts)
    parts.cluster.controllers = {}


def no_pool(parts: Parts) -> None:
    waiting(parts)
    wanted = {"spec": {"addresses": ["10.100.0.0/24"]}}
    parts.cluster.faults = (ObjectFault("IPAddressPool", "IPAddressPool metallb-system/default", "", wanted, None),)


def stale(parts: Parts) -> None:
    down(parts)
    parts.cluster.invalid = ("speaker-worker3: FRR reload failed",)


def no_way_back(parts: Parts) -> None:
    parts.client.pinged[WORKER3] = Ping.SILENT
    parts.client.silent = True


def black_hole(parts: Parts) -> None:
    parts.client.full[parts.cluster.ready[2].address] = Ping.SILENT


def node_gone(parts: Parts) -> None:
    down(parts)
    del parts.cluster.live["worker3"]
    del parts.cluster.states["worker3"]
    del parts.cluster.speakers["worker3"]
