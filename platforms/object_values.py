"""What every platform's list of a stack's objects needs: values that are given, and the names of prefix lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from model.stack import Neighbor


def list_name(name: str) -> str:
    """The name of a prefix list's object: no interface and no VRF can have it."""
    return f"prefix-list-{name}"


def inbound_lists(neighbors: Iterable[Neighbor], lists: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]] | None:
    """The entries of the lists that neighbors name inbound, by name; None for none."""
    named = {neighbor.prefix_list_in for neighbor in neighbors}
    return {name: list(entries) for name, entries in lists.items() if name in named} or None


def given(**values: Any) -> dict[str, Any]:
    """The values that are not None."""
    return {key: value for key, value in values.items() if value is not None}


def text(value: Any) -> str | None:
    """The value as text; None for None."""
    return None if value is None else str(value)
