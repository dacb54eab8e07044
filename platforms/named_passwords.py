"""Texts that name passwords by their configuration keys: no preview or state line has a fingerprint.

A fingerprint tells two passwords apart, so it also tells a right guess from a wrong one. It stays between the router's
configuration and the stack's secrets; in texts of previews and state, a password has the name of its key, and a
number from its first change on.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from model.neighbor import NeighborLines
from platforms.passwords import placeholder

# What the router has in place of the stack's password.
ANOTHER = placeholder("another")
_FINGERPRINT = re.compile(r"\bpassword <([0-9a-f]{8})>$", re.MULTILINE)


class Sessions(Protocol):
    """The values of an object with neighbors."""

    @property
    def neighbors(self) -> Sequence[NeighborLines]:
        """The neighbors; in an old state each has its password's fingerprint."""

    @property
    def password_marks(self) -> Mapping[str, str]:
        """The fingerprints by configuration key."""

    @property
    def password_versions(self) -> Mapping[str, int]:
        """Which password of a key it is, counted from 2; a first one is not counted."""


def named(values: Sessions, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts with keys for fingerprints; those that an old state has in its neighbors stay as they are there."""
    names = {mark: _name(key, values) for key, mark in sorted(values.password_marks.items())}
    old = {neighbor.password for neighbor in values.neighbors} - names.keys()

    def name(found: re.Match[str]) -> str:
        return found[0] if found[1] in old else names.get(found[1], ANOTHER)

    return {part: _FINGERPRINT.sub(name, text) for part, text in texts.items()}


def _name(key: str, values: Sessions) -> str:
    version = values.password_versions.get(key)
    return placeholder(f"{key} {version}" if version else key)


def marked(neighbor: Any, marks: Mapping[str, str]) -> Any:
    """The values of a neighbor with the fingerprint of the password that it names; an old state has it there."""
    if not isinstance(neighbor, dict) or neighbor.get("password"):
        return neighbor
    mark = marks.get(neighbor.get("password_key") or "")
    return {**neighbor, "password": mark} if mark else neighbor
