"""The log: the messages that `show logging` shows, in a buffer of limited size."""

from collections import deque
from dataclasses import dataclass, field

from emulator.clock import Clock

LEVELS = ("emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging")
"""The severities by number."""


@dataclass
class Log:
    """The log buffer; the oldest messages leave when it is full.

    Attributes:
        logged: The number of all messages, removed and cleared ones included.
    """

    clock: Clock
    messages: deque[str] = field(default_factory=deque)
    logged: int = 0

    def note(self, message: str, size: int, level: str) -> None:
        """Add a message such as `%SYS-5-CONFIG_I: Configured from console by admin on vty0 (127.0.0.1)`.

        A message that is less severe than the level is dropped.
        """
        if int(message.split("-")[1]) > LEVELS.index(level):
            return
        now = self.clock.now()
        self.messages.append(f"*{now:%b} {now.day:2} {now:%H:%M:%S}.{now.microsecond // 1000:03d}: {message}")
        self.logged += 1
        while sum(map(len, self.messages)) > size:
            self.messages.popleft()

    def clear(self) -> None:
        """Remove all messages."""
        self.messages.clear()
