"""A peer group whose members are the neighbors of listen ranges: its lines, and the order in which they may change.

Without a range a group has no member, and so no session. The group is complete before its first range, and the ranges
go before the group does: a neighbor of a range is a member at once, and is filtered by the group alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import IPv4Network

from errors import PlanError
from model.addresses import is_ipv4
from platforms.iosxe.objects.inheritance import listens, ranges

# The line that makes a neighbor a group.
GROUP = "peer-group"
_RANGE = "listen range "


def is_range(tail: str) -> bool:
    """Whether a group's line is one of its listen ranges: its text between `bgp` and `peer-group`."""
    return tail.startswith(_RANGE)


def range_tail(prefix: object) -> str:
    """The tail of a listen range."""
    return f"{_RANGE}{prefix}"


def range_line(name: str, tail: str) -> str:
    """The line of one of a group's listen ranges."""
    return f"bgp {tail} {GROUP} {name}"


def in_order(tails: Iterable[str]) -> list[str]:
    """The listen ranges among these, by address."""
    return sorted(filter(is_range, tails), key=lambda tail: IPv4Network(tail.removeprefix(_RANGE)))


def claim(own: list[str], neighbors: dict[str, list[str]], name: str) -> None:
    """Take a group's listen ranges from a family's own lines, and add them to those of the group."""
    for line in [each for each in own if listens(each)]:
        for prefix, group in ranges([line]).items():
            if group == name:
                own.remove(line)
                neighbors.setdefault(name, []).append(range_tail(prefix))


def half_made(found: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether an interrupted batch left this group: part of the wanted one, and complete if it has a range."""
    missing = wanted.keys() - found.keys()
    alike = all(wanted.get(name) == tail for name, tail in found.items())
    is_closed = not any(map(is_range, found))
    return alike and bool(missing) and (is_closed or all(map(is_range, missing)))


def refuse_overlaps(own: Iterable[str], neighbors: Mapping[str, Iterable[str]], name: str) -> None:
    """Refuse a listen range of others that overlaps one of the group: a part of its neighbors would be in theirs.

    Args:
        own: The family's own lines, with the ranges of others.
        neighbors: The wanted neighbors and groups.
        name: The group.

    Raises:
        PlanError: There is one.
    """
    wanted = [tail.removeprefix(_RANGE) for tail in in_order(neighbors.get(name, ()))]
    for prefix, group in ranges(own).items():
        for ours in wanted:
            if IPv4Network(prefix).overlaps(IPv4Network(ours)):
                raise PlanError(
                    f"'{range_line(group, range_tail(prefix))}' is not the stack's, and overlaps its range {ours}: "
                    f"neighbors in both would be members of '{group}'",
                    f"take it away on the router, or choose a range outside {prefix}",
                )


def refuse_members(neighbors: Mapping[str, Sequence[str]], name: str, ours: Iterable[str]) -> None:
    """Refuse to remove a group with neighbors of others: the router would remove them with it.

    Args:
        neighbors: The running neighbors and groups of the family.
        name: The group.
        ours: The stack's own neighbors.

    Raises:
        PlanError: It has one.
    """
    for address, tails in neighbors.items():
        if f"{GROUP} {name}" in tails and address not in ours:
            raise PlanError(
                f"neighbor {address} is not the stack's, and is a member of its peer group '{name}', which is to be "
                "removed: it would go with it",
                f"take it out of the group on the router: no neighbor {address} {GROUP} {name}",
            )


def beside(neighbors: Iterable[str], wanted: Mapping[str, Iterable[str]], name: str) -> list[str]:
    """A sentence about each neighbor of others with an address in a range of the group: it keeps its own settings."""
    prefixes = [IPv4Network(tail.removeprefix(_RANGE)) for tail in in_order(wanted.get(name, ()))]
    others = [each for each in sorted(neighbors) if prefixes and is_ipv4(each) and each not in wanted]
    found = [(each, prefix) for each in others for prefix in prefixes if IPv4Network(each).subnet_of(prefix)]
    return [
        f"neighbor {address} is not the stack's, and has an address in its range {prefix}: its own settings apply to it"
        for address, prefix in found
    ]
