"""A limit on the time of all steps of a connection together."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import paramiko

T = TypeVar("T")


class Deadline:
    """The end of the time to establish a connection, in seconds from now.

    paramiko waits for some answers without a limit; closing the connection ends all its waits.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._timer: threading.Timer | None = None
        self.passed = False  # whether the time ended before `over` was called

    @property
    def left(self) -> float:
        """The remaining seconds, at least 0.001."""
        return max(0.001, self._end - time.monotonic())

    def watch(self, transport: paramiko.Transport) -> None:
        """Close the connection at the end of the time."""
        self._timer = threading.Timer(self.left, self._expire, (transport,))
        self._timer.daemon = True
        self._timer.start()

    def over(self) -> None:
        """End the limit: the connection is established, or has failed."""
        if self._timer is not None:
            self._timer.cancel()

    def _expire(self, transport: paramiko.Transport) -> None:
        self.passed = True
        transport.close()

    def within(self, action: Callable[[float], T], discard: Callable[[T], None]) -> T:
        """The result of an action that cannot be interrupted, within the deadline.

        Args:
            action: Called with the remaining seconds, in a thread of its own.
            discard: Called with a result after the deadline.

        Raises:
            TimeoutError: There is no result in time.
            Exception: The action's exception.
        """
        outcome: Future[T] = Future()

        def run() -> None:
            try:
                result = action(self.left)
            except Exception as error:  # raised in the thread that waits
                if outcome.set_running_or_notify_cancel():
                    outcome.set_exception(error)
                return
            if outcome.set_running_or_notify_cancel():
                outcome.set_result(result)
            else:
                discard(result)

        threading.Thread(target=run, daemon=True).start()
        try:
            return outcome.result(timeout=self.left)
        finally:
            outcome.cancel()
