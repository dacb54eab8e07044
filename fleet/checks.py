"""The checks across the stacks of a fleet, before anything is touched."""

from collections.abc import Iterator, Mapping
from typing import Any

from errors import Problem


def fleet_problems(members: Mapping[str, Any]) -> Iterator[Problem]:
    """Every problem of how stacks fit together."""
    yield from ()
