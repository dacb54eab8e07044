"""What a router has, table by table, for an error: its neighbors by AS and peer group, and its listen ranges."""

from collections.abc import Iterator

from model.tables import table_name
from platforms.found import Found, FoundRange, FoundVrf, neighbors_do


def what_was_found(found: Found) -> str:
    """The tables with their neighbors, a line each, below a first line."""
    lines = [line for vrf in found.vrfs.values() for line in _table(vrf)]
    ranges = [each for vrf in found.vrfs.values() for each in vrf.ranges]
    more = ["name each node of a listen range with --node NAME=ADDRESS"] if ranges else []
    return "\n    ".join(["the router has:", *lines, *found.undescribed, *more])


def _table(vrf: FoundVrf) -> Iterator[str]:
    name = table_name(vrf.name)
    parts = [*_alike(vrf), *_unfit(vrf)]
    if parts or not (vrf.is_default or vrf.ranges):
        yield f"{name}: {'; '.join(parts) or 'no neighbors'}"
    yield from (range_found(vrf, each) for each in vrf.ranges)


def _alike(vrf: FoundVrf) -> Iterator[str]:
    groups: dict[tuple[int, str], list[str]] = {}
    for each in vrf.listed:
        if not each.unfit:
            groups.setdefault((each.asn, each.source), []).append(each.address)
    for (asn, source), addresses in groups.items():
        yield neighbors_do(addresses, of := f"of AS {asn}{f' in {source}' if source else ''}", of)


def _unfit(vrf: FoundVrf) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for each in vrf.listed:
        if each.unfit:
            groups.setdefault(each.unfit, []).append(each.address)
    for why, addresses in groups.items():
        yield neighbors_do(addresses, why, f"({why})")


def range_found(vrf: FoundVrf, each: FoundRange) -> str:
    """A listen range as a clause."""
    source = f", and their AS {each.member.asn} comes from that peer group" if each.member.asn else ""
    return (
        f"{table_name(vrf.name)} takes neighbors by '{each.line}'{source}: which they are is not in the configuration"
    )
