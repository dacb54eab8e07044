"""Rounds that are drawn: of the seed with a session that has just gone, of a router that is away, of a large stack."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Address

from model.stack import Stack
from platforms.facts import BgpSession
from platforms.iosxe.tree import Tree, parse
from preflight.render import rendered
from tests.seed import Values, seed_stack
from tests.unit.picture.stacks import two_hundred
from tests.unit.verify.sources import (
    NODES,
    Parts,
    PlainRouter,
    running_interfaces,
    running_neighbor,
    running_neighbors,
    session,
)
from verify.catalog import checks_of
from verify.causes import with_causes
from verify.look import Look, look_at
from verify.runner import run
from verify.sources import NodeState, Sources
from watch.rounds import Memory, Round

# 7 January 1970, 14:03:07 UTC.
AT = 6 * 86400 + 14 * 3600 + 3 * 60 + 7
WORKER3 = NODES["worker3"]


def looked(sources: Sources, stack: Stack | None = None, at: float = AT) -> Look:
    """One look, at a time that does not change."""
    stack = stack or seed_stack()
    checks = checks_of(stack)
    results = with_causes(stack, run(checks, sources), sources)
    return replace(look_at("dev", stack, checks, sources, results, 0.0), at=at, seconds=0.4)


def rounds(*spoiled: Callable[[Parts], object], change: Callable[[Values], object] = lambda _: None) -> list[Round]:
    """A round of a sound network, and one more for each thing that happens to it, 5 seconds later each."""
    memory, parts, stack = Memory(), Parts(), seed_stack(change)
    made = [memory.round_of(looked(parts.sources(), stack))]
    for number, spoil in enumerate(spoiled, 1):
        spoil(parts)
        made.append(memory.round_of(looked(parts.sources(), stack, AT + 5 * number)))
    return made


def has(vrf: str, address: IPv4Address, state: str, up_down: str, received: int | None) -> Callable[[Parts], object]:
    """Of a router's session: what it is from now on."""
    asn = {"k8s-calico": 65002, "k8s-metallb": 65001}[vrf]
    seen = BgpSession(address, asn, state, up_down, received)
    return lambda parts: parts.router.overruled.update({(vrf, address): seen})


def is_away(away: bool) -> Callable[[Parts], object]:
    """Whether the router does not answer from now on."""
    return lambda parts: setattr(parts.router, "down", away)


@cache
def large_stack() -> Stack:
    """The seed with 200 nodes."""
    return seed_stack(two_hundred)


@cache
def large_tree() -> Tree:
    """The lines of that."""
    return parse(rendered(large_stack(), "csr1000v"))


class ManyNeighbors(PlainRouter):
    """A router with 200 nodes, of which some are not up; its lines are those of the stack."""

    def tree(self) -> Tree:
        return large_tree()

    def sessions(self, vrf: str) -> tuple[BgpSession, ...]:
        addresses = [IPv4Address(f"10.0.0.{number}") for number in range(1, 201)]
        return tuple(self.overruled.get((vrf, each)) or session(each, self.asns[vrf]) for each in addresses)


@cache
def large_rounds() -> Sequence[Round]:
    """Two rounds of 200 nodes: two sessions are down before, and 14 more go between them."""
    memory, stack, parts = Memory(), large_stack(), Parts(ManyNeighbors())
    nodes = stack.cluster.nodes
    parts.cluster.live, parts.cluster.speaking = dict(nodes), frozenset(nodes)
    parts.cluster.speakers, parts.cluster.states = dict.fromkeys(nodes, True), dict.fromkeys(nodes, NodeState(True, {}))
    parts.router.sent = dict.fromkeys(nodes.values(), 0)
    parts.router.ports = running_interfaces(nodes="10.0.3.254/22", client="10.1.0.254/24")
    parts.router.configured = running_neighbors(nodes.values())
    shut = running_neighbor(nodes["node-91"], 65002, True, shutdown="shutdown")
    parts.router.configured["k8s-calico", str(nodes["node-91"])] = shut
    for number, state in ((8, "Idle"), (91, "Idle (Admin)")):
        has("k8s-calico", IPv4Address(f"10.0.0.{number}"), state, "3d02h", None)(parts)
    first = memory.round_of(looked(parts.sources(), stack))
    for number in range(120, 134):
        has("k8s-metallb", IPv4Address(f"10.0.0.{number}"), "Active", "00:00:03", None)(parts)
    return (first, memory.round_of(looked(parts.sources(), stack, AT + 5)))
