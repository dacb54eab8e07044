"""What every platform's list of a stack's objects needs: values that are given, names, and neighbors as a map."""

from collections.abc import Iterable, Mapping
from typing import Any

from model.neighbor import Neighbor, NeighborGroup


def list_name(name: str) -> str:
    """The name of a prefix list's object: no interface and no VRF can have it."""
    return f"prefix-list-{name}"


def inbound_lists(
    neighbors: Iterable[Neighbor | NeighborGroup], lists: Mapping[str, tuple[str, ...]]
) -> dict[str, list[str]] | None:
    """The entries of the lists that neighbors name inbound, by name; None for none."""
    named = {neighbor.prefix_list_in for neighbor in neighbors}
    return {name: list(entries) for name, entries in lists.items() if name in named} or None


def given(**values: Any) -> dict[str, Any]:
    """The values that are not None."""
    return {key: value for key, value in values.items() if value is not None}


def text(value: Any) -> str | None:
    """The value as text; None for None."""
    return None if value is None else str(value)


def neighbor_values(neighbor: Neighbor | NeighborGroup) -> dict[str, Any]:
    """The values of a neighbor without its name, JSON types."""
    return neighbor.model_dump(mode="json", exclude_none=True, exclude={"address", "name"})


def each_neighbor(values: Any) -> Any:
    """Neighbors from a map by name, or from a list as it is."""
    if isinstance(values, dict):
        return tuple(_with_name(name, settings) for name, settings in values.items())
    return tuple(values) if isinstance(values, Iterable) else values


def neighbor_name(neighbor: Any) -> str:
    """The address or the peer group of a neighbor, or of its values."""
    if isinstance(neighbor, dict):
        return str(neighbor.get("address") or neighbor.get("name"))
    return str(neighbor.name)


def _with_name(name: str, settings: Any) -> dict[str, Any]:
    return {**settings, ("name" if "ranges" in settings else "address"): name}
