"""How much of the routers is not as the stack's file says, over the sessions that are open for the checks.

Neither Pulumi's state nor the sessions' passwords are read: an addition to an object does not count, which only the
state tells from what others had there before, nor does another password, which is a check of its own.
"""

import time
from collections.abc import Mapping

from drift.router_side import Passwords, compared
from errors import CoexistError
from model.stack import Stack
from preflight.render import session_keys
from verify.sources import RouterSource


class Drift:
    """The drift of the last time that it was looked at.

    Args:
        seconds: At least so many seconds lie between two times, or a change of the stack; 0: never.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._stack: Stack | None = None
        self._at = 0.0
        self._counts: dict[str, int] = {}

    def seen(self, stack: Stack, routers: Mapping[str, RouterSource]) -> dict[str, int]:
        """The number of objects that differ, by `router NAME`; routers that do not answer are left out."""
        is_due = stack is not self._stack or time.monotonic() - self._at >= self._seconds
        if self._seconds and is_due:
            counts = {f"router {name}": _count(stack, name, router) for name, router in routers.items()}
            self._counts = {owner: count for owner, count in counts.items() if count is not None}
            self._stack, self._at = stack, time.monotonic()
        return self._counts


def _count(stack: Stack, name: str, router: RouterSource) -> int | None:
    passwords = Passwords({}, frozenset(session_keys(stack, name)))
    try:
        return len(compared(stack, name, router.running(), passwords, before=None).differences)
    except CoexistError:
        return None
