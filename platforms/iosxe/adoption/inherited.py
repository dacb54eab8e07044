"""The settings of a family's neighbors outside their own lines: listen ranges, peer groups and templates."""

from collections.abc import Iterable, Iterator

from platforms.iosxe.objects.address_family import Family
from platforms.iosxe.objects.inheritance import listens, memberships, missing_from, ranges, settings_of, source_of
from platforms.iosxe.tree import Node


def remarks(vrf: str, process: Node, family: Family) -> Iterator[str]:
    """Why a stack cannot describe some of a family's neighbors, a sentence each."""
    for line in filter(listens, family.own):
        settings = (each for group in ranges([line]).values() for each in settings_of(process, family.neighbors, group))
        remote = next((each.tail.split()[1] for each in settings if each.tail.startswith("remote-as ")), None)
        source = f", and their AS {remote} comes from that peer group" if remote else ""
        yield f"VRF {vrf} takes its neighbors by '{line}'{source}: a stack needs each of them by its address"
    missing: dict[str, list[str]] = {}
    for address, tails in family.neighbors.items():
        for source in missing_from(process, family.neighbors, tails):
            missing.setdefault(source, []).append(address)
    for source, members in missing.items():
        yield f"in VRF {vrf} {_listed(members, 'names', 'name')} {source}, which is not there"


def inherited(vrf: str, family: Family, addresses: Iterable[str]) -> Iterator[str]:
    """Which of these neighbors have settings that are not their own, a sentence for each source."""
    members: dict[str, list[str]] = {}
    for address in addresses:
        for tail in memberships(family.neighbors.get(address, ())):
            members.setdefault(source_of(tail), []).append(address)
    for source, named in members.items():
        yield f"in VRF {vrf} {_listed(named, 'has', 'have')} settings from {source}"


def _listed(members: list[str], one: str, many: str) -> str:
    """The neighbors as a sentence's beginning, with its verb."""
    if len(members) == 1:
        return f"neighbor {members[0]} {one}"
    more = f" and {len(members) - 3} more" if len(members) > 3 else ""
    return f"neighbors {', '.join(members[:3])}{more} {many}"
