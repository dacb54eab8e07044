"""Waiting for a condition, with a limit and an error after it."""

import time
from collections.abc import Callable
from pathlib import Path

from lab.errors import LabError
from lab.fabric.processes import Process, last_lines

Check = Callable[[], str | None]


def wait_for(
    what: str,
    check: Check,
    *,
    seconds: float,
    who: str = "lab",
    process: Process | None = None,
    log: Path | None = None,
    every: float = 0.25,
) -> None:
    """Wait until `check` returns None; a text is the state that it has seen instead.

    Raises:
        LabError: The time is over, or the process that is waited for has ended.
    """
    deadline = time.monotonic() + seconds
    while (seen := check()) is not None:
        if process is not None and not process.alive():
            raise LabError(who, f"{process.name} ended while waiting for {what}; last saw {seen}{_tail(log)}")
        if time.monotonic() > deadline:
            raise LabError(who, f"waited {seconds:g} s for {what}: last saw {seen}{_tail(log)}")
        time.sleep(every)


def _tail(log: Path | None) -> str:
    return f"\n  log {log}:\n    {last_lines(log)}" if log else ""
