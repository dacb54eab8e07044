"""The checks across the stacks of a fleet, before anything is touched.

A fleet is one network: what two of its stacks have must not collide, and a router that they share is one router.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from errors import Problem
from fleet.member import Member, Router, router_of
from model.places import both, interfaces, is_in_vrf, vrf_path
from model.tables import DEFAULT_TABLE


@dataclass(frozen=True)
class Said:
    """A value of a stack, and where it is written."""

    stack: str
    place: str
    value: Any


def fleet_problems(members: Sequence[Member]) -> Iterator[Problem]:
    """Every problem of how stacks fit together."""
    yield from pools_are_distinct(members)
    yield from addresses_are_distinct(members)
    yield from clusters_are_distinct(members)
    for part in (distinguishers, ranges, tables, process, objects):
        for router, sharing in _shared(members).items():
            yield from part(router, sharing)


def pools_are_distinct(members: Iterable[Member]) -> Iterator[Problem]:
    """No address can be assigned to services of two clusters."""
    pools = [
        Said(each.name, each.place(path), prefix)
        for each in members
        for path, prefix in each.stack.pool_prefixes().items()
    ]
    hint = "a fleet is one network: stacks of another one belong into a file of their own"
    for one, other in _overlaps(pools):
        yield _clash(one, other, "FLEET01", "the pools of two clusters overlap", "pools that do not overlap", hint)


def addresses_are_distinct(members: Iterable[Member]) -> Iterator[Problem]:
    """No node has the address of another stack's node or router; no table has the address of two routers."""
    seen: dict[Hashable, tuple[object, Said]] = {}
    for each in members:
        for node, address in each.stack.cluster.nodes.items():
            own = Said(each.name, each.place(f"cluster.nodes.{node}"), address)
            yield from _twice(seen, address, each.name, own)
    for each in members:
        for name, router in each.stack.routers.items():
            owner = router_of(router) if router.host else (each.name, name)
            for path, address in interfaces(router):
                own = Said(each.name, each.place(f"routers.{name}.{path}"), address)
                if (of_node := seen.get(address.ip)) and of_node[0] != each.name:
                    yield _address(of_node[1], own)
                table = path.removeprefix("vrfs.").partition(".interfaces.")[0] if is_in_vrf(path) else DEFAULT_TABLE
                yield from _twice(seen, (table, address.ip), owner, own)


def _twice(seen: dict[Hashable, tuple[object, Said]], key: Hashable, owner: object, own: Said) -> Iterator[Problem]:
    first = seen.setdefault(key, (owner, own))
    if first[0] != owner:
        yield _address(first[1], own)


def _address(one: Said, other: Said) -> Problem:
    return _clash(one, other, "FLEET02", "one address is there twice", "different addresses")


def clusters_are_distinct(members: Iterable[Member]) -> Iterator[Problem]:
    """A cluster belongs to one stack."""
    found = [
        Said(each.name, each.place("cluster.kubeconfig"), f"{each.stack.cluster.kubeconfig}, {_context(each)}")
        for each in members
        if each.stack.cluster.kubeconfig
    ]
    for one, other in _equal(found, lambda said: said.value):
        what = "two stacks have one cluster: each would undo the other's changes"
        yield _clash(one, other, "FLEET08", what, "a cluster for each stack", "another kubeconfig, or another context")


def _context(member: Member) -> str:
    context = member.stack.cluster.context
    return f"context {context}" if context else "its current context"


# A stack, and what it calls a router.
_Sharing = list[tuple[Member, str]]


def _shared(members: Iterable[Member]) -> dict[Router, _Sharing]:
    """The routers that several stacks have."""
    found: dict[Router, _Sharing] = defaultdict(list)
    for member in members:
        for name, router in member.stack.routers.items():
            if router.host:
                found[router_of(router)].append((member, name))
    return {router: sharing for router, sharing in found.items() if len(sharing) > 1}


def distinguishers(router: Router, sharing: _Sharing) -> Iterator[Problem]:
    """Each VRF of a router has a route distinguisher of its own."""
    rds = _said(
        sharing,
        lambda stack, name: {
            f"{vrf_path(name, vrf)}.rd": each.rd for vrf, each in stack.routers[name].vrfs.items() if each.rd
        },
    )
    for one, other in _equal(rds, lambda said: said.value):
        what = f"two stacks have one route distinguisher on {_named(router)}"
        yield _clash(one, other, "FLEET03", what, "different route distinguishers")


def ranges(router: Router, sharing: _Sharing) -> Iterator[Problem]:
    """A router accepts the nodes of each range for one stack alone."""
    found = _said(
        sharing,
        lambda stack, name: {
            f"{vrf_path(name, vrf)}.neighbors.range[{index}]": prefix
            for vrf, each in stack.routers[name].vrfs.items()
            for index, prefix in enumerate(each.neighbors.range or ())
        },
    )
    for one, other in _overlaps(found):
        what = f"{_named(router)} would accept the nodes of one cluster as those of another"
        yield _clash(one, other, "FLEET04", what, "ranges that do not overlap")


def tables(router: Router, sharing: _Sharing) -> Iterator[Problem]:
    """A VRF, and the table `default`, belongs to one stack."""
    found = _said(sharing, lambda stack, name: {vrf_path(name, vrf): vrf for vrf in stack.routers[name].vrfs})
    for one, other in _equal(found, lambda said: said.value):
        what = f"two stacks have one table of {_named(router)}: each would undo the other's changes"
        yield _clash(one, other, "FLEET05", what, "a VRF for each stack")


def process(router: Router, sharing: _Sharing) -> Iterator[Problem]:
    """A router has one platform, one AS and one BGP router id, whichever stack describes it."""
    for key, attribute in (("platform", "platform"), ("asn", "asn"), ("routerId", "router_id")):
        found = [
            Said(member.name, member.place(f"routers.{name}.{key}"), getattr(member.stack.routers[name], attribute))
            for member, name in sharing
        ]
        for other in (each for each in found if each.value != found[0].value):
            what = f"two stacks describe {_named(router)} differently"
            yield _clash(found[0], other, "FLEET06", what, "one value", "write the router once, under `routers`")


def objects(router: Router, sharing: _Sharing) -> Iterator[Problem]:
    """An interface and a prefix list belong to one stack."""
    found = _said(
        sharing,
        lambda stack, name: (
            {f"routers.{name}.{path}": path.rpartition("interfaces.")[2] for path, _ in interfaces(stack.routers[name])}
            | {f"routers.{name}.prefixLists.{each}": f"prefix list {each}" for each in stack.routers[name].prefix_lists}
        ),
    )
    for one, other in _equal(found, lambda said: said.value):
        what = f"two stacks have one object of {_named(router)}: each would undo the other's changes"
        yield _clash(one, other, "FLEET07", what, "one stack that has it")


def _said(sharing: _Sharing, values: Callable[[Any, str], dict[str, Any]]) -> list[Said]:
    """What each stack says of its router, by the paths in its own file."""
    of_each = ((member, values(member.stack, name)) for member, name in sharing)
    return [Said(each.name, each.place(path), value) for each, found in of_each for path, value in found.items()]


def _equal(said: Iterable[Said], key: Callable[[Said], Hashable]) -> Iterator[tuple[Said, Said]]:
    """Each value that another stack has had before, with the first of them."""
    first: dict[Hashable, Said] = {}
    for each in said:
        one = first.setdefault(key(each), each)
        if one.stack != each.stack:
            yield one, each


def _overlaps(said: Iterable[Said]) -> Iterator[tuple[Said, Said]]:
    """Each prefix with one of another stack that it is in; sorted, those that it is in are just before it."""
    around: list[Said] = []
    for each in sorted(said, key=lambda each: (int(each.value.network_address), each.value.prefixlen)):
        around = [one for one in around if one.value.broadcast_address >= each.value.network_address]
        yield from (
            (one, each)
            for one in dict.fromkeys((*around[-1:], *around[:1]))
            if one.stack != each.stack and one is not each
        )
        around.append(each)


def _clash(one: Said, other: Said, code: str, what: str, expected: str, hint: str = "") -> Problem:
    places = dict.fromkeys(((one.place, one.value), (other.place, other.value)))
    return Problem(**both(*places), what=what, code=code, expected=expected, hint=hint)


def _named(router: Router) -> str:
    return f"the router {router[0]} port {router[1]}"
