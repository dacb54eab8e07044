"""The router's clock and uptime."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic


@dataclass
class Clock:
    """The host's time in UTC, formatted as IOS formats it."""

    started: float = field(default_factory=monotonic)

    def now(self) -> datetime:
        """Return the current time."""
        return datetime.now(UTC)

    def stamp(self) -> str:
        """Return the current time as `18:57:38.347 UTC Mon Oct 19 2015`."""
        now = self.now()
        return f"{now:%H:%M:%S}.{now.microsecond // 1000:03d} UTC {now:%a %b} {now.day} {now:%Y}"

    def uptime(self) -> str:
        """Return the time since the start as `2 hours, 17 minutes`."""
        minutes = int(monotonic() - self.started) // 60
        parts = [(minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute")]
        texts = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count or unit == "minute"]
        return ", ".join(texts)


def change_stamp(moment: datetime) -> str:
    """Return a time as `22:14:18 UTC Fri May 28 2021`."""
    return f"{moment:%H:%M:%S} UTC {moment:%a %b} {moment.day} {moment:%Y}"
