"""The fields of an object that are not as a stack writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldDifference:
    """One field of an object in the cluster; an `actual` of None: it is not there.

    Attributes:
        field: Its path, such as `spec.asNumber`; "": the object itself.
        wanted: What the stack writes.
        actual: What the cluster has.
    """

    field: str
    wanted: Any
    actual: Any


def differing(wanted: Any, actual: Any, path: str = "") -> Iterator[FieldDifference]:
    """The fields of `wanted` that are not so in `actual`; further fields of `actual` are others' or defaults.

    Lists of one length are compared entry by entry, because the API server adds defaults within entries.
    """
    if isinstance(wanted, Mapping) and isinstance(actual, Mapping):
        for key, value in wanted.items():
            yield from differing(value, actual.get(key), _below(path, key))
    elif isinstance(wanted, list | tuple) and isinstance(actual, list) and len(wanted) == len(actual):
        for place, (value, there) in enumerate(zip(wanted, actual, strict=True)):
            yield from differing(value, there, f"{path}[{place}]")
    elif wanted != actual:
        yield FieldDifference(path, wanted, actual)


def _below(path: str, key: str) -> str:
    """`spec.asNumber`; a key with dots or a slash stands in brackets."""
    plain = key.replace("_", "").replace("-", "").isalnum()
    return f"{path}.{key}".lstrip(".") if plain else f"{path}[{key}]"
