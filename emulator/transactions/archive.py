"""Archived configurations: numbered files at the configured path."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class ArchiveFiles:
    """The archived files; the oldest is removed when the archive is full."""

    names: list[str] = field(default_factory=list)
    number: int = 0

    def next_name(self, path: str, now: datetime) -> str:
        """Return `PATH-Feb-15-15-56-38.517-0`; a day of one digit has a second dash."""
        stamp = f"{now:%b}-{now.day:2d}-{now:%H-%M-%S}.{now.microsecond // 1000:03d}".replace(" ", "-")
        return f"{path}-{stamp}-{self.number}"

    def add(self, path: str, now: datetime, maximum: int) -> tuple[str, list[str]]:
        """Add a file; return its name and the names of removed files."""
        name = self.next_name(path, now)
        self.names.append(name)
        self.number += 1
        removed, self.names = self.names[:-maximum], self.names[-maximum:]
        return name, removed

    def listing(self, path: str, now: datetime, maximum: int) -> str:
        """Return the output of `show archive`. Source: ntc-templates' capture."""
        rows = []
        for index in range(1, maximum + 1):
            name = self.names[index - 1] if index <= len(self.names) else ""
            recent = " <- Most Recent" if name and index == len(self.names) else ""
            rows.append(f"   {index:<9}{name}{recent}".rstrip() + " " * (0 if name else 8))
        return "\n".join(
            [
                f"The maximum archive configurations allowed is {maximum}.",
                f"There are currently {len(self.names)} archive configurations saved.",
                f"The next archive file will be named {self.next_name(path, now)}",
                " Archive #  Name",
                *rows,
            ]
        )
