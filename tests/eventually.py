"""Waiting for what takes its time, and for what must not happen meanwhile: no test sleeps and hopes."""

import time
from collections.abc import Callable
from typing import TypeVar

R = TypeVar("R")


def eventually(fact: Callable[[], R], wanted: object, seconds: float = 20, every: float = 0.05) -> R:
    """The fact as soon as it is as wanted, else as it is when the time is over; looked at every so many seconds."""
    until = time.monotonic() + seconds
    while (found := fact()) != wanted and time.monotonic() < until:
        time.sleep(every)
    return found


def stays(fact: Callable[[], R], wanted: object, seconds: float) -> R:
    """The fact as soon as it is no longer as wanted, else as it is when the time is over."""
    until = time.monotonic() + seconds
    while (found := fact()) == wanted and time.monotonic() < until:
        time.sleep(0.05)
    return found
