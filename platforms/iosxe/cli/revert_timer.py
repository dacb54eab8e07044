"""The router's own undo: a timer that takes back what nobody confirms. Its commands and what its answers mean.

Source: Cisco's `configure terminal revert`, `configure confirm` and `show archive config rollback timer`; answers as
genielibs and NAPALM's tests recorded them.
"""

import re
from dataclasses import dataclass

CONFIRM = "configure confirm"
REVERT = "configure revert now"
SHOW = "show archive config rollback timer"
PLAIN = "configure terminal"
LOCKING = "configure terminal lock"

_ARCHIVE_OFF = re.compile(r"Turn config archive on before using Rollback Confirmed Change")
_NONE_PENDING = re.compile(r"No Rollback Confirmed Change pending")
_REVERTED = re.compile(r"Rollback Done|Total number of passes: 0")
_LOCKED = re.compile(r"onfig(?:uration mode| session) is locked by")
_UNKNOWN = re.compile(r"% (?:Invalid input|Incomplete command|Ambiguous command|Unknown command)")


def arming(minutes: int) -> str:
    """The line that starts the timer and enters configuration."""
    return f"configure terminal revert timer {minutes}"


@dataclass(frozen=True)
class Pending:
    """A change that the router will take back.

    Args:
        user: Who made it, `console` where nobody had logged in.
        since: When, in the router's words.
        timer: How long it has, in the router's words: `5 min`.
    """

    user: str
    since: str
    timer: str


def pending_in(text: str) -> Pending | None:
    """The change that `show archive config rollback timer` tells of, None where there is none."""
    told = dict(re.findall(r"(?m)^(Time configured|Timer value|User)[^:\n]*: *(.+?) *$", text))
    if "User" not in told:
        return None
    return Pending(told["User"], told.get("Time configured", "unknown"), told.get("Timer value", "unknown"))


def none_pending(text: str) -> bool:
    """Whether an answer says that there is nothing to confirm or revert."""
    return bool(_NONE_PENDING.search(text))


def revert_done(text: str) -> bool:
    """Whether an answer to `configure revert now` tells of its success."""
    return bool(_REVERTED.search(text))


def has_no_timer(text: str) -> bool:
    """Whether an answer says that this router keeps no archive, or knows no timer at all."""
    return bool(_ARCHIVE_OFF.search(text) or _UNKNOWN.search(text))


def locked(text: str) -> str:
    """The words that another session holds the configuration; "" where an answer has none."""
    found = re.search(rf"[^\n/]*{_LOCKED.pattern}[^\n]*", text)
    return found[0].strip() if found else ""
