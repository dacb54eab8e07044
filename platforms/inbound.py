"""What a router accepts of its neighbors, and which of its prefix lists accept something else than before."""

from collections.abc import Mapping
from typing import Protocol

from model.addresses import is_ipv4


class Accepting(Protocol):
    """The part of a BGP family's values that is used here."""

    @property
    def inbound_lists(self) -> Mapping[str, tuple[str, ...]]:
        """The entries of the lists that its neighbors name inbound, by name."""


def changed_lists(values: Accepting, previous: Accepting | None) -> frozenset[str]:
    """The lists that have other entries than those that were applied last; one that was not known then is not there."""
    known = previous.inbound_lists if previous else {}
    return frozenset(name for name, entries in values.inbound_lists.items() if name in known and known[name] != entries)


def named(neighbor: str) -> str:
    """A neighbor in the command that asks for its routes again: an address, `*` for all, or a peer group."""
    return neighbor if neighbor == "*" or is_ipv4(neighbor) else f"peer-group {neighbor}"
