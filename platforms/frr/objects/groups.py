"""A peer group whose members are the neighbors of listen ranges.

Without a range a group has no member, and so no session. The group is complete before its first range, and the ranges
go before the group does: a neighbor of a range is a member at once, and is filtered by the group alone.
"""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network

from errors import PlanError
from model.addresses import is_ipv4
from platforms.frr.configuration import Configuration
from platforms.frr.objects.settings import (
    GROUP,
    Settings,
    is_range,
    lines_of,
    name_of,
    neighbor_of,
    own_settings,
    owner_of,
    range_of,
)


def groups_of(settings: Iterable[str]) -> list[str]:
    """The peer groups among settings, by their names."""
    return [owner_of(name) for name in settings if name.endswith(f" {GROUP}")]


def half_made(running: Settings, wanted: Mapping[str, str | None]) -> set[str]:
    """The wanted groups that an interrupted change left: part of them runs, and all of it if that has a range."""
    return {name for name in groups_of(wanted) if _is_part(own_settings(running, name), own_settings(wanted, name))}


def _is_part(found: Settings, wanted: Mapping[str, str | None]) -> bool:
    alike = all(wanted.get(name) == line for name, line in found.items() if name != "activate")
    missing = [name for name, line in wanted.items() if line and name not in found]
    is_closed = not any(map(is_range, found))
    return bool(found and missing) and alike and (is_closed or all(map(is_range, missing)))


def with_other_ranges(wanted: Mapping[str, str | None], running: Iterable[str]) -> dict[str, str | None]:
    """The wanted settings, and none for each further listen range that runs of a wanted group."""
    names = groups_of(wanted)
    others = (name for name in running if is_range(name) and owner_of(name) in names and name not in wanted)
    return {**wanted, **dict.fromkeys(others)}


def original_ranges(original: Iterable[str], applied: Iterable[str], wanted: Iterable[str] = ()) -> set[str]:
    """The listen ranges that a group which is no longer wanted had before the stack: they are given back with it."""
    gone = set(groups_of(applied)).difference(groups_of(wanted))
    return {name for name in original if is_range(name) and owner_of(name) in gone}


def refuse_overlaps(tree: Configuration, head: str, wanted: Mapping[str, str | None]) -> None:
    """Refuse a listen range of others that overlaps a wanted one: a part of its neighbors would be in their group.

    Raises:
        PlanError: There is one.
    """
    ours = [name for name in wanted if is_range(name)]
    own_groups = set(map(owner_of, ours))
    listening = [line for line in lines_of(tree, head) if is_range(name_of(line))]
    for line in (each for each in listening if neighbor_of(each) not in own_groups):
        for name in ours:
            prefix, own = range_of(name_of(line)), range_of(name)
            if prefix.overlaps(own):
                raise PlanError(
                    f"'{line}' is not the stack's, and overlaps its range {own}: neighbors in both would be members of "
                    f"'{neighbor_of(line)}'",
                    f"take it away on the router, or choose a range outside {prefix}",
                )


def refuse_members(tree: Configuration, head: str, group: str) -> None:
    """Refuse to remove a group with listed neighbors: the router would remove them with it.

    Raises:
        PlanError: It has one.
    """
    for line in lines_of(tree, head):
        if line.endswith(f" {GROUP} {group}") and not is_range(name_of(line)):
            raise PlanError(
                f"neighbor {neighbor_of(line)} is not the stack's, and is a member of its peer group '{group}', which "
                "is to be removed: it would go with it",
                f"take it out of the group on the router: no {line}",
            )


def beside(foreign: Iterable[str], wanted: Mapping[str, str | None]) -> list[str]:
    """A sentence about each neighbor of others with an address in a wanted range: it keeps its own settings.

    Args:
        foreign: The running settings that are not the stack's.
        wanted: The wanted settings.
    """
    prefixes = [range_of(name) for name in wanted if is_range(name)]
    others = [each for each in dict.fromkeys(map(owner_of, foreign)) if prefixes and is_ipv4(each)]
    found = [(each, prefix) for each in others for prefix in prefixes if IPv4Network(each).subnet_of(prefix)]
    return [
        f"neighbor {address} is not the stack's, and has an address in its range {prefix}: its own settings apply to it"
        for address, prefix in found
    ]
