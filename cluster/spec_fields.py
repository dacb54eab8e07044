"""Fields of an object's spec: durations as Kubernetes' API servers write them, and unset fields."""

from collections.abc import Mapping
from typing import Any


def duration(seconds: int) -> str:
    """A duration as the API server returns it, such as 1m30s for 90 seconds; another form would be a difference."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return (f"{hours}h{minutes}m" if hours else f"{minutes}m" if minutes else "") + f"{rest}s"


def without_none(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
