"""A limit on how long the making of a connection may take, over all its steps."""

import threading
import time
from collections.abc import Callable
from queue import Empty, Queue
from typing import TypeVar

import paramiko

T = TypeVar("T")


class Deadline:
    """When a connection must stand.

    paramiko waits for some answers without any limit; what ends all its waits is that the connection closes.

    Args:
        seconds: The time from now.

    Attributes:
        passed: Whether the time was up before `over` was called.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._timer: threading.Timer | None = None
        self.passed = False

    @property
    def left(self) -> float:
        """The seconds that are left, never less than a moment."""
        return max(0.001, self._end - time.monotonic())

    def watch(self, transport: paramiko.Transport) -> None:
        """The connection is closed when the time is up."""
        self._timer = threading.Timer(self.left, self._strike, (transport,))
        self._timer.daemon = True
        self._timer.start()

    def over(self) -> None:
        """The connection stands, or has failed; no limit any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _strike(self, transport: paramiko.Transport) -> None:
        self.passed = True
        transport.close()

    def within(self, action: Callable[[float], T], discard: Callable[[T], None]) -> T:
        """What an action gave that cannot be interrupted; given up when the time is up.

        Args:
            action: Called with the seconds that are left, in a thread of its own.
            discard: What is done with a result that comes too late.

        Raises:
            TimeoutError: It is not there in time.
            Exception: What the action raised.
        """
        results: Queue[T | Exception] = Queue()
        given_up = threading.Event()

        def run() -> None:
            try:
                result = action(self.left)
            except Exception as error:  # it is raised where it is waited for
                results.put(error)
                return
            results.put(result)
            if given_up.is_set():
                discard(result)

        threading.Thread(target=run, daemon=True).start()
        try:
            result = results.get(timeout=self.left)
        except Empty:
            given_up.set()
            raise TimeoutError from None
        if isinstance(result, Exception):
            raise result
        return result
