"""The faults of which causes are known: each with its cause, and the checks that fail."""

from collections.abc import Callable
from ipaddress import IPv4Interface
from typing import NamedTuple

from platforms.facts import Notice
from tests.seed import Values
from tests.unit.verify import spoiled
from tests.unit.verify.sources import Parts
from tests.unit.verify.spoiled import CALICO, METALLB, WORKER3
from verify.sources import Ping

M_PATH, C_PATH = f"routers.csr1000v.vrfs.{METALLB}", f"routers.csr1000v.vrfs.{CALICO}"
Change = Callable[[Values], object]


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
        spoiled.as_seen,
        "csr1000v expects AS 65099 of 10.0.0.13, the stack says 65002: "
        "the router's line is 'neighbor 10.0.0.13 remote-as 65099'",
        "calico.asn",
        frozenset({f"{CALICO} sessions"}),
    ),
    "password that the stack has not": Fault(
        lambda parts: spoiled.with_setting(parts, password="password <0badcafe>"),
        f"csr1000v wants a password of {WHO}, and the stack has none",
        "metallb.session.passwordKey",
        BOTH,
    ),
    "shut down by hand": Fault(
        lambda parts: spoiled.with_setting(parts, shutdown="shutdown", state="Idle (Admin)"),
        f"{WHO} is shut down on csr1000v: the line is 'neighbor 10.0.0.13 shutdown",
        f"{M_PATH}.neighbors",
        BOTH,
    ),
    "multihop": Fault(
        lambda parts: spoiled.with_setting(parts, CALICO, "Idle", multihop=None),
        f"{WHO} dials an address that is not on its own network, and csr1000v allows it one hop, not 32",
        f"{C_PATH}.neighbors.ebgpMultihop",
        frozenset({f"{CALICO} sessions"}),
    ),
    "source of the session": Fault(
        lambda parts: spoiled.with_setting(parts, CALICO, source="GigabitEthernet3"),
        f"the session with {WHO} starts at Loopback2 of csr1000v, says the stack, and its line is",
        "calico.peers",
        frozenset({f"{CALICO} sessions"}),
    ),
    "TTL security": Fault(
        lambda parts: spoiled.with_setting(parts, ttl_security="1"),
        f"csr1000v takes only packets from {WHO} that have come no further than 1 hops",
        f"{M_PATH}.neighbors",
        BOTH,
    ),
    "port on the router": Fault(
        lambda parts: spoiled.with_setting(parts, port="1790"),
        f"csr1000v dials {WHO} at another port",
        f"{M_PATH}.neighbors",
        BOTH,
    ),
    "in another VRF": Fault(
        spoiled.in_other_vrf,
        f"{WHO} is a neighbor in the default table, and the stack says VRF {METALLB}",
        f"{M_PATH}.neighbors",
        BOTH,
    ),
    "missing on the router": Fault(
        spoiled.not_on_the_router,
        f"csr1000v has no neighbor 10.0.0.13 in VRF {METALLB}, which is worker3",
        "cluster.nodes.worker3",
        BOTH,
    ),
    "VRF missing": Fault(spoiled.no_vrf, f"VRF {METALLB} is not on the router", M_PATH, BOTH | BLOCKS),
    "interface shut down": Fault(
        lambda parts: spoiled.on_interface(parts, shutdown=True, up=False),
        "interface GigabitEthernet2 of csr1000v is shut down",
        f"{M_PATH}.interfaces.GigabitEthernet2",
        BOTH | BLOCKS | {f"{CALICO} sessions"},
    ),
    "interface without carrier": Fault(
        lambda parts: spoiled.on_interface(parts, up=False),
        "interface GigabitEthernet2 of csr1000v is down: it has no carrier",
        f"{M_PATH}.interfaces.GigabitEthernet2",
        BOTH | BLOCKS | {f"{CALICO} sessions"},
    ),
    "interface without address": Fault(
        lambda parts: spoiled.on_interface(parts, addresses=()),
        "interface GigabitEthernet2 of csr1000v has no address, and the stack says 10.0.0.254/24",
        f"{M_PATH}.interfaces.GigabitEthernet2",
        BOTH | BLOCKS | {f"{CALICO} sessions"},
    ),
    "interface with another address": Fault(
        lambda parts: spoiled.on_interface(parts, addresses=(IPv4Interface("10.0.0.253/24"),)),
        "interface GigabitEthernet2 of csr1000v has 10.0.0.253/24, and the stack says 10.0.0.254/24",
        f"{M_PATH}.interfaces.GigabitEthernet2",
        BOTH | BLOCKS | {f"{CALICO} sessions"},
    ),
    "interface in another VRF": Fault(
        lambda parts: spoiled.on_interface(parts, vrf=CALICO),
        f"interface GigabitEthernet2 of csr1000v is in VRF {CALICO}, not in VRF {METALLB} as the stack says",
        f"{M_PATH}.interfaces.GigabitEthernet2",
        BOTH | BLOCKS | {f"{CALICO} sessions"},
    ),
    "the client's interface shut down": Fault(
        spoiled.client_side_down,
        "interface GigabitEthernet3 of csr1000v is shut down",
        f"{C_PATH}.interfaces.GigabitEthernet3",
        CLIENT,
    ),
    "another speaker on the node": Fault(
        lambda parts: spoiled.noted(
            parts, Notice.WRONG_AS, "sent to neighbor 10.0.0.13 passive 2/2 (wrong AS) 2 bytes FDEB"
        ),
        f"csr1000v has refused AS 65003 from {WHO}, and the stack's speaker there has AS 65001: another BGP speaker",
        "",
        BOTH,
    ),
    "hold time not accepted": Fault(
        lambda parts: spoiled.noted(parts, Notice.HOLD_TIME, timers="60 180 170"),
        f"csr1000v does not accept the hold time that {WHO} offers: its line is 'neighbor 10.0.0.13 timers 60 180 170'",
        "metallb.session.holdSeconds",
        BOTH,
    ),
    "hold time too short": Fault(
        lambda parts: spoiled.noted(parts, Notice.HOLD_EXPIRED, timers="1 3"),
        f"nothing came from {WHO} within the hold time, so that the session ended: its line is",
        "metallb.session.holdSeconds",
        BOTH,
    ),
    "password of the node": Fault(
        lambda parts: spoiled.noted(parts, Notice.PASSWORD, "No MD5 digest from 10.0.0.13"),
        f"packets of {WHO} have not the password that csr1000v wants",
        "metallb.session.passwordKey",
        BOTH,
    ),
    "BFD down": Fault(
        lambda parts: spoiled.noted(parts, Notice.BFD),
        f"BFD on csr1000v has no answer from {WHO}",
        "metallb.session.bfd",
        BOTH,
    ),
    "too many prefixes": Fault(
        lambda parts: spoiled.with_setting(parts, state="Idle (PfxCt)", maximum_prefix="1"),
        f"{WHO} has announced more routes than csr1000v takes from it, so that the session ended: its line is",
        "metallb.session.maximumPrefix",
        BOTH,
    ),
    "port in the cluster": Fault(
        lambda parts: spoiled.peer(parts, "spec.peerPort", None, 1790),
        "BGPPeer metallb-system/csr1000v has spec.peerPort 1790, and the stack does not write it",
        "metallb.peering",
        BOTH | {"BGP objects as the stack"},
    ),
    "AS in the cluster": Fault(
        lambda parts: spoiled.peer(parts, "spec.myASN", 65001, 65003),
        "BGPPeer metallb-system/csr1000v has spec.myASN 65003, and the stack says 65001",
        "metallb.asn",
        BOTH | {"BGP objects as the stack"},
    ),
    "no speaker on a node": Fault(
        spoiled.no_speaker,
        "MetalLB has no speaker pod on node worker3 in namespace metallb-system",
        "metallb.values",
        BOTH | {"metallb-system speakers", "default/nginx announced by"},
    ),
    "TCP 179 blocked": Fault(
        spoiled.down,
        f"TCP 179 between {WHO} and 10.0.0.254 is blocked, or MetalLB's speaker does not run there",
        "",
        BOTH,
    ),
    "BIRD does not run, or its port is taken": Fault(
        spoiled.no_bird,
        f"TCP 179 between {WHO} and 1.1.1.2 is blocked, or BIRD does not run there or has its port taken",
        "",
        frozenset({f"{CALICO} sessions"}),
    ),
    "node cut off": Fault(
        spoiled.cut_off,
        f"{WHO} answers no ping either: it is down, cut off, or has no route back",
        "",
        BOTH | CLIENT | {f"{CALICO} sessions", PING},
    ),
    "leak missing one way": Fault(
        spoiled.all_targets_missing,
        f"VRF {CALICO} does not import 65000:1, which VRF {METALLB} exports",
        f"{C_PATH}.import",
        CLIENT,
    ),
    "import map": Fault(
        spoiled.import_map,
        f"VRF {CALICO} filters what it imports: its line is 'import map BLOCK', which the stack does not write",
        f"{C_PATH}.import",
        CLIENT,
    ),
    "one path": Fault(
        spoiled.one_path,
        f"VRF {METALLB} uses 1 next hop of a route, the stack says 4",
        f"{M_PATH}.maximumPaths",
        frozenset({EVERY}),
    ),
    "node drained by hand": Fault(
        spoiled.drained,
        "node worker3 has the label bgp-coexist/drained, with which MetalLB announces nothing from it",
        "cluster.drained",
        frozenset({EVERY}),
    ),
    "foreign node announces a block": Fault(
        spoiled.foreign_block,
        "worker2 (10.0.0.12) announces 192.168.3.0/26, a block of pods of worker3",
        "",
        frozenset({f"{METALLB} each pod", f"{CALICO} each pod"}),
        spoiled.own,
    ),
    "pool exhausted": Fault(
        spoiled.full_pool, "all 256 addresses of the pools are given to services", "metallb.pools", ADDRESS
    ),
    "service waits": Fault(spoiled.waiting, "addresses are free and the program that gives them runs", "", ADDRESS),
    "no controller": Fault(
        spoiled.no_controller,
        "MetalLB's controller, which gives the addresses, is not ready in metallb-system",
        "",
        ADDRESS | {"metallb-system speakers"},
    ),
    "pool not in the cluster": Fault(
        spoiled.no_pool,
        "IPAddressPool metallb-system/default is not in the cluster",
        "metallb.pools",
        ADDRESS | {"BGP objects as the stack"},
    ),
    "configuration not used": Fault(
        spoiled.stale,
        "MetalLB does not use its configuration: speaker-worker3: FRR reload failed",
        "metallb",
        BOTH | {"metallb-system configuration"},
    ),
    "no route back": Fault(
        spoiled.no_way_back,
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
        spoiled.black_hole,
        "packets of 1500 bytes are lost on the way, and no machine says so",
        "",
        frozenset({"default/nginx packets of"}),
    ),
    "node not in the cluster": Fault(
        spoiled.node_gone,
        "node worker3 of the stack's file is not in the cluster",
        "cluster.nodes.worker3",
        BOTH | {"nodes are the", "metallb-system speakers"},
    ),
}
