"""One fault each: every check that fails has this cause and no other, and no other check fails."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import NamedTuple

import pytest

from model.list_names import group_name
from platforms.facts import Noted, Notice, RouteTargets, RunningNeighbor, Setting
from tests.seed import Values, seed_stack
from tests.unit.verify.sources import NODES, SERVICE, Parts, route, running_neighbor, session
from verify.catalog import checks_of
from verify.causes import with_causes
from verify.check import Verdict
from verify.runner import run
from verify.sources import NodeState, ObjectFault, Ping

WORKER3 = NODES["worker3"]
METALLB, CALICO = "k8s-metallb", "k8s-calico"
M_PATH, C_PATH = f"routers.csr1000v.vrfs.{METALLB}", f"routers.csr1000v.vrfs.{CALICO}"
Change = Callable[[Values], object]


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


class Fault(NamedTuple):
    """A fault, the words of its cause, the path of it, and the checks that fail: VRF or place and the first words."""

    spoil: Callable[[Parts], object]
    cause: str
    path: str
    fails: frozenset[str]
    change: Change = lambda _: None


SESSION, EVERY = f"{METALLB} sessions", f"{METALLB} ECMP"
BOTH = frozenset({SESSION, EVERY})
WHO = "worker3 (10.0.0.13)"
BLOCKS = frozenset({f"{METALLB} pod blocks", f"{CALICO} pod blocks"})
PING = "nodes answer the client's ping"
CLIENT = frozenset({"default/nginx requests to the", "default/nginx requests to each"})
ADDRESS = frozenset({"default/nginx LoadBalancer", EVERY, "default/nginx requests to the"})

FAULTS: dict[str, Fault] = {
    "AS": Fault(
        as_seen,
        "csr1000v expects AS 65099 of 10.0.0.13, the stack says 65002: "
        "the router's line is 'neighbor 10.0.0.13 remote-as 65099'",
        "calico.asn",
        frozenset({f"{CALICO} sessions"}),
    ),
    "password that the stack has not": Fault(
        lambda parts: with_setting(parts, password="password <0badcafe>"),
        f"csr1000v wants a password of {WHO}, and the stack has none",
        "metallb.session.passwordKey",
        BOTH,
    ),
    "shut down by hand": Fault(
        lambda parts: with_setting(parts, shutdown="shutdown", state="Idle (Admin)"),
        f"{WHO} is shut down on csr1000v: the line is 'neighbor 10.0.0.13 shutdown",
        f"{M_PATH}.neighbors",
        BOTH,
    ),
    "multihop": Fault(
        lambda parts: with_setting(parts, CALICO, "Idle", multihop=None),
        f"{WHO} dials an address that is not on its own network, and csr1000v allows it one hop, not 32",
        f"{C_PATH}.neighbors.ebgpMultihop",
        frozenset({f"{CALICO} sessions"}),
    ),
    "source of the session": Fault(
        lambda parts: with_setting(parts, CALICO, source="GigabitEthernet3"),
        f"the session with {WHO} starts at Loopback2 of csr1000v, says the stack, and its line is",
        "calico.peers",
        frozenset({f"{CALICO} sessions"}),
    ),
    "TTL security": Fault(
        lambda parts: with_setting(parts, ttl_security="1"),
        f"csr1000v takes only packets from {WHO} that have come no further than 1 hops",
        f"{M_PATH}.neighbors",
        BOTH,
    ),
    "port on the router": Fault(
        lambda parts: with_setting(parts, port="1790"),
        f"csr1000v dials {WHO} at another port",
        f"{M_PATH}.neighbors",
        BOTH,
    ),
    "in another VRF": Fault(
        in_other_vrf,
        f"{WHO} is a neighbor in the default table, and the stack says VRF {METALLB}",
        f"{M_PATH}.neighbors",
        BOTH,
    ),
    "missing on the router": Fault(
        not_on_the_router,
        f"csr1000v has no neighbor 10.0.0.13 in VRF {METALLB}, which is worker3",
        "cluster.nodes.worker3",
        BOTH,
    ),
    "VRF missing": Fault(no_vrf, f"VRF {METALLB} is not on the router", M_PATH, BOTH | BLOCKS),
    "interface shut down": Fault(
        lambda parts: on_interface(parts, shutdown=True, up=False),
        "interface GigabitEthernet2 of csr1000v is shut down",
        f"{M_PATH}.interfaces.GigabitEthernet2",
        BOTH | BLOCKS | {f"{CALICO} sessions"},
    ),
    "interface without carrier": Fault(
        lambda parts: on_interface(parts, up=False),
        "interface GigabitEthernet2 of csr1000v is down: it has no carrier",
        f"{M_PATH}.interfaces.GigabitEthernet2",
        BOTH | BLOCKS | {f"{CALICO} sessions"},
    ),
    "interface without address": Fault(
        lambda parts: on_interface(parts, addresses=()),
        "interface GigabitEthernet2 of csr1000v has no address, and the stack says 10.0.0.254/24",
        f"{M_PATH}.interfaces.GigabitEthernet2",
        BOTH | BLOCKS | {f"{CALICO} sessions"},
    ),
    "interface with another address": Fault(
        lambda parts: on_interface(parts, addresses=(IPv4Interface("10.0.0.253/24"),)),
        "interface GigabitEthernet2 of csr1000v has 10.0.0.253/24, and the stack says 10.0.0.254/24",
        f"{M_PATH}.interfaces.GigabitEthernet2",
        BOTH | BLOCKS | {f"{CALICO} sessions"},
    ),
    "interface in another VRF": Fault(
        lambda parts: on_interface(parts, vrf=CALICO),
        f"interface GigabitEthernet2 of csr1000v is in VRF {CALICO}, not in VRF {METALLB} as the stack says",
        f"{M_PATH}.interfaces.GigabitEthernet2",
        BOTH | BLOCKS | {f"{CALICO} sessions"},
    ),
    "the client's interface shut down": Fault(
        client_side_down,
        "interface GigabitEthernet3 of csr1000v is shut down",
        f"{C_PATH}.interfaces.GigabitEthernet3",
        CLIENT,
    ),
    "another speaker on the node": Fault(
        lambda parts: noted(parts, Notice.WRONG_AS, "sent to neighbor 10.0.0.13 passive 2/2 (wrong AS) 2 bytes FDEB"),
        f"csr1000v has refused AS 65003 from {WHO}, and the stack's speaker there has AS 65001: another BGP speaker",
        "",
        BOTH,
    ),
    "hold time not accepted": Fault(
        lambda parts: noted(parts, Notice.HOLD_TIME, timers="60 180 170"),
        f"csr1000v does not accept the hold time that {WHO} offers: its line is 'neighbor 10.0.0.13 timers 60 180 170'",
        "metallb.session.holdSeconds",
        BOTH,
    ),
    "hold time too short": Fault(
        lambda parts: noted(parts, Notice.HOLD_EXPIRED, timers="1 3"),
        f"nothing came from {WHO} within the hold time, so that the session ended: its line is",
        "metallb.session.holdSeconds",
        BOTH,
    ),
    "password of the node": Fault(
        lambda parts: noted(parts, Notice.PASSWORD, "No MD5 digest from 10.0.0.13"),
        f"packets of {WHO} have not the password that csr1000v wants",
        "metallb.session.passwordKey",
        BOTH,
    ),
    "BFD down": Fault(
        lambda parts: noted(parts, Notice.BFD),
        f"BFD on csr1000v has no answer from {WHO}",
        "metallb.session.bfd",
        BOTH,
    ),
    "too many prefixes": Fault(
        lambda parts: with_setting(parts, state="Idle (PfxCt)", maximum_prefix="1"),
        f"{WHO} has announced more routes than csr1000v takes from it, so that the session ended: its line is",
        "metallb.session.maximumPrefix",
        BOTH,
    ),
    "port in the cluster": Fault(
        lambda parts: peer(parts, "spec.peerPort", None, 1790),
        "BGPPeer metallb-system/csr1000v has spec.peerPort 1790, and the stack does not write it",
        "metallb.peering",
        BOTH | {"BGP objects as the stack"},
    ),
    "AS in the cluster": Fault(
        lambda parts: peer(parts, "spec.myASN", 65001, 65003),
        "BGPPeer metallb-system/csr1000v has spec.myASN 65003, and the stack says 65001",
        "metallb.asn",
        BOTH | {"BGP objects as the stack"},
    ),
    "no speaker on a node": Fault(
        no_speaker,
        "MetalLB has no speaker pod on node worker3 in namespace metallb-system",
        "metallb.values",
        BOTH | {"metallb-system speakers", "default/nginx announced by"},
    ),
    "TCP 179 blocked": Fault(
        down,
        f"TCP 179 between {WHO} and 10.0.0.254 is blocked, or MetalLB's speaker does not run there",
        "",
        BOTH,
    ),
    "BIRD does not run, or its port is taken": Fault(
        no_bird,
        f"TCP 179 between {WHO} and 1.1.1.2 is blocked, or BIRD does not run there or has its port taken",
        "",
        frozenset({f"{CALICO} sessions"}),
    ),
    "node cut off": Fault(
        cut_off,
        f"{WHO} answers no ping either: it is down, cut off, or has no route back",
        "",
        BOTH | CLIENT | {f"{CALICO} sessions", PING},
    ),
    "leak missing one way": Fault(
        all_targets_missing,
        f"VRF {CALICO} does not import 65000:1, which VRF {METALLB} exports",
        f"{C_PATH}.import",
        CLIENT,
    ),
    "import map": Fault(
        import_map,
        f"VRF {CALICO} filters what it imports: its line is 'import map BLOCK', which the stack does not write",
        f"{C_PATH}.import",
        CLIENT,
    ),
    "one path": Fault(
        one_path,
        f"VRF {METALLB} uses 1 next hop of a route, the stack says 4",
        f"{M_PATH}.maximumPaths",
        frozenset({EVERY}),
    ),
    "node drained by hand": Fault(
        drained,
        "node worker3 has the label bgp-coexist/drained, with which MetalLB announces nothing from it",
        "cluster.drained",
        frozenset({EVERY}),
    ),
    "foreign node announces a block": Fault(
        foreign_block,
        "worker2 (10.0.0.12) announces 192.168.3.0/26, a block of pods of worker3",
        "",
        frozenset({f"{METALLB} each pod", f"{CALICO} each pod"}),
        own,
    ),
    "pool exhausted": Fault(
        full_pool, "all 256 addresses of the pools are given to services", "metallb.pools", ADDRESS
    ),
    "service waits": Fault(waiting, "addresses are free and the program that gives them runs", "", ADDRESS),
    "no controller": Fault(
        no_controller,
        "MetalLB's controller, which gives the addresses, is not ready in metallb-system",
        "",
        ADDRESS | {"metallb-system speakers"},
    ),
    "pool not in the cluster": Fault(
        no_pool,
        "IPAddressPool metallb-system/default is not in the cluster",
        "metallb.pools",
        ADDRESS | {"BGP objects as the stack"},
    ),
    "configuration not used": Fault(
        stale,
        "MetalLB does not use its configuration: speaker-worker3: FRR reload failed",
        "metallb",
        BOTH | {"metallb-system configuration"},
    ),
    "no route back": Fault(
        no_way_back,
        f"{WHO} does not answer a ping of the client, and other nodes do: it has no route back to the client",
        "",
        CLIENT | {PING},
    ),
    "no route back, and requests go through other nodes": Fault(
        lambda parts: parts.client.pinged.update({WORKER3: Ping.SILENT}),
        f"{WHO} does not answer a ping of the client, and other nodes do: it has no route back to the client",
        "",
        frozenset({PING}),
    ),
    "MTU": Fault(
        black_hole,
        "packets of 1500 bytes are lost on the way, and no machine says so",
        "",
        frozenset({"default/nginx packets of"}),
    ),
    "node not in the cluster": Fault(
        node_gone,
        "node worker3 of the stack's file is not in the cluster",
        "cluster.nodes.worker3",
        BOTH | {"nodes are the", "metallb-system speakers"},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_check_that_fails_has_the_cause_of_the_fault(name: str) -> None:
    fault, parts = FAULTS[name], Parts()
    fault.spoil(parts)
    stack, sources = seed_stack(fault.change), parts.sources()
    results = with_causes(stack, run(checks_of(stack), sources), sources)
    failed = [result for result in results if result.verdict is Verdict.FAIL]
    named = {f"{each.where} {each.what}" for each in failed}
    assert {wanted for wanted in fault.fails if any(each.startswith(wanted) for each in named)} == fault.fails
    assert {each for each in named if not each.startswith(tuple(fault.fails))} == set()
    wrong = [
        (each.where, each.what, each.cause)
        for each in failed
        if not each.cause or not each.cause.what.startswith(fault.cause) or not each.cause.path.startswith(fault.path)
    ]
    assert wrong == []


def test_prefixes_that_nodes_are_sent_lead_to_the_filter_that_is_missing() -> None:
    found = _causes(advertised)
    assert found == {
        vrf: (
            f"the routes to {WHO} are not filtered on the router, the stack says prefix list deny-all-routes",
            f"routers.csr1000v.vrfs.{vrf}.neighbors.advertise",
        )
        for vrf in (CALICO, METALLB)
    }


def test_prefixes_that_nodes_are_sent_lead_to_the_entry_that_is_another() -> None:
    told = "prefix list deny-all-routes is seq 5 permit 0.0.0.0/0 le 32, the stack says seq 5 deny 0.0.0.0/0 le 32"
    assert {what for what, _ in _causes(permitting).values()} == {told}


def _causes(spoil: Callable[[Parts], object]) -> dict[str, tuple[str, str]]:
    """The cause of each failed check by its VRF; there is one in each."""
    parts = Parts()
    spoil(parts)
    stack, sources = seed_stack(), parts.sources()
    results = with_causes(stack, run(checks_of(stack), sources), sources)
    return {each.where: (each.cause.what, each.cause.path) for each in results if each.cause}


def test_a_neighbor_that_is_up_is_no_cause_whatever_its_lines_are() -> None:
    parts = Parts()
    down(parts)
    parts.router.configured[METALLB, str(NODES["worker2"])] = running_neighbor(NODES["worker2"], 65099, False)
    stack, sources = seed_stack(), parts.sources()
    results = with_causes(stack, run(checks_of(stack), sources), sources)
    assert all("65099" not in each.cause.what for each in results if each.cause)


def test_a_member_of_a_range_has_the_lines_of_its_group() -> None:
    def ranged(values: Values) -> None:
        values["routers"]["csr1000v"]["vrfs"][METALLB]["neighbors"]["range"] = ["10.0.0.0/24"]

    parts = Parts()
    down(parts)
    group = RunningNeighbor({Setting.REMOTE_AS: "65099"}, {Setting.REMOTE_AS: "neighbor NODES remote-as 65099"})
    parts.router.configured = {key: each for key, each in parts.router.configured.items() if key[0] != METALLB}
    parts.router.configured[METALLB, group_name(METALLB)] = group
    stack, sources = seed_stack(ranged), parts.sources()
    results = with_causes(stack, run(checks_of(stack), sources), sources)
    assert results[2].cause is not None
    assert results[2].cause.what.startswith("csr1000v expects AS 65099 of 10.0.0.13")
