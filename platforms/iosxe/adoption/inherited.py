"""The settings of a family's neighbors outside their own lines: peer groups and templates."""

from collections.abc import Iterable, Iterator

from model.tables import table_name
from platforms.iosxe.objects.address_family import Family
from platforms.iosxe.objects.inheritance import memberships, source_of


def inherited(vrf: str, family: Family, addresses: Iterable[str]) -> Iterator[str]:
    """Which of these neighbors have settings that are not their own, a sentence for each source."""
    members: dict[str, list[str]] = {}
    for address in addresses:
        for tail in memberships(family.neighbors.get(address, ())):
            members.setdefault(source_of(tail), []).append(address)
    for source, named in members.items():
        yield f"in {table_name(vrf)} {_listed(named, 'has', 'have')} settings from {source}"


def _listed(members: list[str], one: str, many: str) -> str:
    """The neighbors as a sentence's beginning, with its verb."""
    if len(members) == 1:
        return f"neighbor {members[0]} {one}"
    more = f" and {len(members) - 3} more" if len(members) > 3 else ""
    return f"neighbors {', '.join(members[:3])}{more} {many}"
