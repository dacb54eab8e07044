"""What a run is at, on standard error: a line for each step, and on a terminal a live line below them."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fleet.outcome import Done
from fleet.words import said, wrong
from printable import printable

if TYPE_CHECKING:
    from rich.text import Text

_NAMED = 5


class Progress:
    """Plain lines, as a pipeline's log has them."""

    def begun(self, stack: str) -> None:
        """A job of a stack begins, perhaps again: another fleet had a router of it."""

    def ended(self, stack: str, done: Done) -> None:
        """It has ended; what is wrong is said at once."""
        lines = [f"{stack}: {said(done.results)}", *wrong(done.results)]
        print(printable("\n".join(lines)), file=sys.stderr, flush=True)


class _Live(Progress):
    """The same lines, and below them who is worked on."""

    def __init__(self) -> None:
        self._at_work: dict[str, None] = {}
        self._lock = threading.Lock()

    def begun(self, stack: str) -> None:
        with self._lock:
            self._at_work[stack] = None

    def ended(self, stack: str, done: Done) -> None:
        with self._lock:
            self._at_work.pop(stack, None)
        super().ended(stack, done)

    def line(self) -> "Text":
        """The live line."""
        from rich.text import Text

        with self._lock:
            names = list(self._at_work)[:_NAMED]
            more = len(self._at_work) - len(names)
        text = ", ".join(names) + (f" and {more} more" if more else "")
        return Text(f"at work: {text}" if names else "", no_wrap=True, overflow="ellipsis")


@contextmanager
def progress() -> Iterator[Progress]:
    """Called with each step; nothing of a live line is left at the end."""
    if not sys.stderr.isatty() or os.environ.get("TERM") in (None, "dumb", "unknown"):
        yield Progress()
        return
    # The library is needed on a terminal alone.
    from rich.console import Console
    from rich.live import Live

    live = _Live()
    with Live(get_renderable=live.line, console=Console(stderr=True), transient=True, redirect_stdout=False):
        yield live
