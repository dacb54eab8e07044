"""The vty lines and the sessions that use them."""

from dataclasses import dataclass, field
from time import monotonic


@dataclass(eq=False)
class Line:
    """One vty line in use."""

    number: int
    user: str
    host: str
    since: float = field(default_factory=monotonic)
    last: float = field(default_factory=monotonic)

    def note_typed_line(self) -> None:
        """Record the time of the last typed line."""
        self.last = monotonic()

    def lock_message(self) -> str:
        """Return the message for a session that tries to configure. Source: unicon's IOS-XE mock device."""
        return (
            f"Configuration mode is locked by process '{400 + self.number}' user '{self.user}' "
            f"from terminal '{self.number + 1}'. Please try later."
        )

    def eviction_message(self) -> str:
        """Return the message for a session that is already configuring. Source: unicon's mock of a Catalyst 9000."""
        return (
            f"Config session is locked by process '{400 + self.number}', user will be pushed back to exec mode. "
            "Command execution is locked, Please try later."
        )


REPLACEMENT_LINE = Line(166, "unknown", "")
"""The owner of the configuration lock while a rollback or a replacement runs."""


@dataclass
class Lines:
    """All vty lines; `count` is the number of configured lines."""

    count: int = 16
    used: dict[int, Line] = field(default_factory=dict)

    def acquire(self, user: str, host: str) -> Line | None:
        """Return a free line; None when all are busy."""
        number = next((number for number in range(self.count) if number not in self.used), None)
        if number is None:
            return None
        self.used[number] = Line(number, user, host)
        return self.used[number]

    def release(self, line: Line) -> None:
        """Free the line."""
        self.used.pop(line.number, None)
