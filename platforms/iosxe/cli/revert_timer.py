"""The revert timer, which undoes an unconfirmed change: its commands, and readers of their answers.

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
    """A change that the router will revert.

    Args:
        user: The user who made it, `console` for one without login.
        since: Its time, as the router prints it.
        timer: The timer, as the router prints it: `5 min`.
    """

    user: str
    since: str
    timer: str


def pending_in(text: str) -> Pending | None:
    """The change that `show archive config rollback timer` lists, None where there is none."""
    fields = dict(re.findall(r"(?m)^(Time configured|Timer value|User)[^:\n]*: *(.+?) *$", text))
    if "User" not in fields:
        return None
    return Pending(fields["User"], fields.get("Time configured", "unknown"), fields.get("Timer value", "unknown"))


def none_pending(text: str) -> bool:
    """Whether the router has nothing to confirm or revert."""
    return bool(_NONE_PENDING.search(text))


def revert_done(text: str) -> bool:
    """Whether `configure revert now` succeeded."""
    return bool(_REVERTED.search(text))


def has_no_timer(text: str) -> bool:
    """Whether the router has no archive or no such command."""
    return bool(_ARCHIVE_OFF.search(text) or _UNKNOWN.search(text))


def locked(text: str) -> str:
    """The message that another session has locked the configuration; "" where there is none."""
    found = re.search(rf"[^\n/]*{_LOCKED.pattern}[^\n]*", text)
    return found[0].strip() if found else ""
