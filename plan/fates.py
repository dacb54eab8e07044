"""What a plan does to BGP sessions, and the words for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plan.measured import Measured
from plan.preview import Inputs

RESTARTS, MAY_RESTART, ENDS, BEGINS = "restarts", "may restart", "ends", "begins"


@dataclass(frozen=True)
class Interruption:
    """What a plan does to sessions.

    Attributes:
        where: `router NAME, VRF NAME`, or the object in the cluster.
        who: The neighbors' addresses, or which sessions.
        what: `restarts`, `may restart`, `ends` or `begins`.
        why: The reason.
        measured: For how long that was in the lab.
    """

    where: str
    who: tuple[str, ...]
    what: str
    why: str
    measured: Measured


def differing(words: Mapping[str, str], old: Inputs, new: Inputs) -> Iterator[str]:
    """The words for the values that differ, each with both values."""
    for key, word in words.items():
        if old.get(key) != new.get(key):
            yield f"{word}: {_shown(old.get(key))} becomes {_shown(new.get(key))}"


def _shown(value: Any) -> str:
    """A value in a sentence; Pulumi hands whole numbers over as floats."""
    if value is None or isinstance(value, bool):
        return {None: "none", True: "on", False: "off"}[value]
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
