"""Ctrl-C and SIGTERM: nothing more begins, and the engines that run end as after a Ctrl-C of their own.

An engine that gets one SIGINT ends the operations under way and begins no other. So the states are whole, the locks are
given back, and the same command goes on from there.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from types import FrameType


@contextmanager
def interruptible(interrupted: Event) -> Iterator[None]:
    """Set the event at the first signal, and end the engines; a second one ends this process at once."""

    def stop(number: int, _: FrameType | None) -> None:
        if interrupted.is_set():
            os._exit(128 + number)
        interrupted.set()
        print("interrupted: waiting for what is under way; once more: ends at once", file=sys.stderr, flush=True)
        # A Ctrl-C on a terminal goes to every process of the group, engines included.
        if number == signal.SIGTERM:
            _interrupt_children()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt_children() -> None:
    for path in Path("/proc/self/task").glob("*/children"):
        for child in path.read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGINT)
