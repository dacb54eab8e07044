"""The settings of a family's neighbors outside their own lines: peer groups and templates."""

from collections.abc import Iterable, Iterator

from model.tables import table_name
from platforms.found import neighbors_do
from platforms.iosxe.objects.address_family import Family
from platforms.iosxe.objects.inheritance import memberships, source_of


def inherited(vrf: str, family: Family, addresses: Iterable[str]) -> Iterator[str]:
    """Which of these neighbors have settings that are not their own, a sentence for each source."""
    members: dict[str, list[str]] = {}
    for address in addresses:
        for tail in memberships(family.neighbors.get(address, ())):
            members.setdefault(source_of(tail), []).append(address)
    for source, named in members.items():
        yield f"in {table_name(vrf)} {neighbors_do(named, 'has', 'have')} settings from {source}"
