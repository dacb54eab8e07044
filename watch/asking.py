"""Looks in the background, so that the view answers its keys while a router lets it wait."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from watch.rounds import Round

# How long the end waits for a round under way.
_PATIENCE_SECONDS = 1.0


class Asking:
    """Makes a round, pauses, and makes the next, until the `with` block ends.

    Args:
        look: Makes a round.
        every: The pause between two, in seconds.
        close: Ends the sessions, so that a round under way fails at once.

    Attributes:
        round: The last round; None before the first.
    """

    def __init__(self, look: Callable[[], Round], every: float, close: Callable[[], None]) -> None:
        self._look = look
        self._every = every
        self._close = close
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._failure: Exception | None = None
        self._is_looking = True
        self._turned = time.monotonic()  # when it last began or ended to look
        self.round: Round | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._close()
        self._thread.join(_PATIENCE_SECONDS)

    @property
    def is_busy(self) -> bool:
        """Whether a round is under way."""
        return self._thread.is_alive()

    def doing(self) -> str:
        """What it does, in words.

        Raises:
            Exception: What ended it.
        """
        if self._failure:
            raise self._failure
        passed = time.monotonic() - self._turned
        return f"asking for {passed:.0f} s" if self._is_looking else f"next in {max(0.0, self._every - passed):.0f} s"

    def _run(self) -> None:
        try:
            while not self._ended.is_set():
                self._turn(True)
                self.round = self._look()
                self._turn(False)
                self._ended.wait(self._every)
        except Exception as error:  # shown by the thread that draws
            self._failure = error

    def _turn(self, is_looking: bool) -> None:
        self._is_looking, self._turned = is_looking, time.monotonic()
