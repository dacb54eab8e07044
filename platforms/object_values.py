"""What every platform's list of a stack's objects needs: values that are given, and the names of prefix lists."""

from typing import Any


def list_name(name: str) -> str:
    """The name of a prefix list's object: no interface and no VRF can have it."""
    return f"prefix-list-{name}"


def given(**values: Any) -> dict[str, Any]:
    """The values that are not None."""
    return {key: value for key, value in values.items() if value is not None}


def text(value: Any) -> str | None:
    """The value as text; None for None."""
    return None if value is None else str(value)
