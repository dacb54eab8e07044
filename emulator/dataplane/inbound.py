"""Changes that IOS applies to later announcements only: inbound prefix lists, until a route refresh."""

from collections.abc import Iterator
from dataclasses import replace

from emulator.dataplane.state import Family, Neighbor, Network


def is_of_later_announcements(now: Network, before: Network) -> bool:
    """Return whether only inbound prefix lists differ: a neighbor's, or the entries of one that has no other use."""
    return _without_inbound(now) == _without_inbound(before)


def _without_inbound(network: Network) -> Network:
    used = set(_other_uses(network))
    lists = {name: entries for name, entries in network.prefix_lists.items() if name in used}
    return replace(network, prefix_lists=lists, families=tuple(map(_unfiltered, network.families)))


def _unfiltered(family: Family) -> Family:
    neighbors = tuple(replace(each, prefix_list_in=None) for each in family.neighbors)
    ranges = tuple(replace(each, members=replace(each.members, prefix_list_in=None)) for each in family.ranges)
    return replace(family, neighbors=neighbors, ranges=ranges)


def _other_uses(network: Network) -> Iterator[str]:
    """Yield the lists of outbound policies and route maps."""
    for neighbor in _neighbors(network):
        if neighbor.prefix_list_out:
            yield neighbor.prefix_list_out
    for clauses in network.route_maps.values():
        for clause in clauses:
            yield from clause.prefix_lists


def _neighbors(network: Network) -> Iterator[Neighbor]:
    for family in network.families:
        yield from family.neighbors
        yield from (each.members for each in family.ranges)
