"""Neighbors as a range: it has every node that dials, one AS, and nothing that only a listed neighbor can have."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network
from itertools import combinations

from errors import Problem
from model.places import both, vrf_path, vrfs
from model.router import FRR
from model.stack import Stack, vrf_neighbors, vrf_speakers
from model.tables import table_name

# How many neighbors of ranges a router accepts unless it is told otherwise.
# Source: Cisco's feature guide on BGP dynamic neighbors; FRR 8.4.4, measured.
LIMIT = 100


def a_range_is_dialled_into(stack: Stack) -> Iterator[Problem]:
    """A range is in a table that nodes dial into: elsewhere it would have no AS, and no effect."""
    for router, vrf, path, prefixes in _ranges(stack):
        if not vrf_neighbors(stack, router, vrf):
            yield Problem(
                path,
                f"no node dials into {table_name(vrf)} of {router}, so that the range has no effect",
                code="RANGE01",
                found=_shown(prefixes),
                expected="a table with an address in calico.peers or metallb.peers, or no range",
            )


def ranges_have_every_node(stack: Stack) -> Iterator[Problem]:
    """Every node that dials is in a range: the router refuses a session with any other."""
    for router, vrf, path, prefixes in _ranges(stack):
        for node, address in _dialling(stack, router, vrf).items():
            if not any(address in prefix for prefix in prefixes):
                yield Problem(
                    **both((f"cluster.nodes.{node}", address), (path, _shown(prefixes))),
                    what=f"the node dials into {table_name(vrf)} of {router} and is in none of its ranges: the router "
                    "would refuse it",
                    code="RANGE02",
                    expected=f"a range with {address}",
                )


def ranges_do_not_overlap(stack: Stack) -> Iterator[Problem]:
    """The ranges of a table are distinct: one within another adds nothing."""
    for _, _, path, prefixes in _ranges(stack):
        for (one, first), (other, second) in combinations(enumerate(prefixes), 2):
            if first.overlaps(second):
                yield Problem(
                    **both((f"{path}[{one}]", first), (f"{path}[{other}]", second)),
                    what="the ranges overlap",
                    code="RANGE03",
                    expected="the larger one alone",
                )


def a_range_has_one_as(stack: Stack) -> Iterator[Problem]:
    """All nodes of a range have one AS: they are one peer group."""
    for router, vrf, path, prefixes in _ranges(stack):
        numbers = sorted({neighbor.remote_as for neighbor in vrf_neighbors(stack, router, vrf)})
        if len(numbers) > 1:
            places = [(f"{vrf_path(router, vrf)}.neighbors.remoteAs", ", ".join(map(str, numbers)))]
            yield Problem(
                **both((path, _shown(prefixes)), *places),
                what="the nodes have several AS numbers, by remoteAs or by the asn of a peer, and a range has one",
                code="RANGE04",
                expected="one AS for all nodes that dial into the table, or no range",
            )


def a_range_has_no_pod_ranges(stack: Stack) -> Iterator[Problem]:
    """A node in a range has no `podRanges`: its routes pass the same list as those of the others."""
    for router, vrf, path, prefixes in _ranges(stack):
        settings = stack.routers[router].vrfs[vrf].neighbors
        is_open = settings.accept != "expected" or settings.prefix_list_in
        speakers = {speaker for speaker, _ in vrf_speakers(stack, router, vrf)}
        for node in () if is_open or "calico" not in speakers else _dialling(stack, router, vrf):
            if own := stack.cluster.pod_ranges.get(node):
                yield Problem(
                    **both((path, _shown(prefixes)), (f"cluster.nodes.{node}.podRanges", _shown(own))),
                    what="the router has one list of accepted routes for the whole range, so that podRanges would have "
                    "no effect",
                    code="RANGE05",
                    expected="podRanges, or a range",
                )


def a_range_is_within_the_limit(stack: Stack) -> Iterator[Problem]:
    """No more nodes are in ranges than the router accepts; whether IOS counts each VRF or all of them is not known."""
    for router in stack.routers:
        tables = [(vrf, path) for name, vrf, path, _ in _ranges(stack) if name == router]
        counts = [(path, len(vrf_neighbors(stack, router, vrf))) for vrf, path in tables]
        each = [[count] for count in counts] if stack.routers[router].platform == FRR else [counts]
        for counted in each:
            if sum(count for _, count in counted) > LIMIT:
                yield Problem(
                    **both(*((path, f"{count} nodes") for path, count in counted)),
                    what=f"the router accepts {LIMIT} neighbors of ranges, and no further ones (bgp listen limit)",
                    code="RANGE06",
                    expected=f"{LIMIT} nodes at most, or no range",
                )


def _ranges(stack: Stack) -> Iterator[tuple[str, str, str, tuple[IPv4Network, ...]]]:
    """Each router, table, path in the YAML and prefixes of neighbors that are a range."""
    for router, name, vrf in vrfs(stack):
        if prefixes := vrf.neighbors.range:
            yield router, name, f"{vrf_path(router, name)}.neighbors.range", prefixes


def _dialling(stack: Stack, router: str, vrf: str) -> dict[str, IPv4Address]:
    places = (place for _, place in vrf_speakers(stack, router, vrf))
    return {node: address for place in places for node, address in place.nodes.items()}


def _shown(prefixes: tuple[IPv4Network, ...]) -> str:
    return ", ".join(map(str, prefixes))
