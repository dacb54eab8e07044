"""A running configuration as it was read."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Running:
    """A running configuration.

    Attributes:
        text: The text as printed.
        tree: Its tree, for the platform's object types.
        lines: Its lines without those that change by themselves, such as times and sizes.
    """

    text: str
    tree: Any
    lines: tuple[str, ...]

    def same_as(self, other: "Running") -> bool:
        """Whether the configuration is the same."""
        return self.lines == other.lines

    @property
    def digest(self) -> str:
        """A SHA-256, the same for every two of which `same_as` is true."""
        return digest(self.lines)


def digest(lines: Iterable[str]) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
