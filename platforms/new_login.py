"""The confirmation of a change over a new login, for a router that may be slow to admit one."""

import time
from collections.abc import Callable
from datetime import datetime

from errors import SessionLostError, UnreachableError

_PAUSE_SECONDS = 0.5


def confirmed(confirm: Callable[[], bool], patience_seconds: float, until: datetime | None) -> bool:
    """Whether the change stays; False where the router had nothing to confirm.

    Args:
        confirm: Confirms over a new login; False where nothing was pending.
        patience_seconds: How long a router that cannot be reached is tried again.
        until: When the router reverts the change.

    Raises:
        RouterError: A new login does not work.
    """
    deadline = time.monotonic() + patience_seconds
    answer_lost = False
    while True:
        try:
            kept = confirm()
        except (UnreachableError, SessionLostError) as error:
            answer_lost |= isinstance(error, SessionLostError)
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            in_time = until is not None and datetime.now() < until
            # The router may have accepted an earlier confirmation whose answer was lost.
            return kept or (answer_lost and in_time)
