"""What `verify` waits for, on standard error: one live line on a terminal, elsewhere a line whenever that changes."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from printable import printable

if TYPE_CHECKING:
    from rich.text import Text


@contextmanager
def progress(wait_seconds: float) -> Iterator[Callable[[str], None]]:
    """Called with what is waited for; nothing of a live line is left at the end.

    Args:
        wait_seconds: The longest time that is waited.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") in (None, "dumb", "unknown"):
        yield _printed
        return
    line = _LiveLine(wait_seconds)
    with line.drawn:
        yield line.say


def _printed(text: str) -> None:
    print(printable(text), file=sys.stderr, flush=True)


class _LiveLine:
    """A line that tells by itself how long it has been waited; it appears with what is waited for first."""

    def __init__(self, wait_seconds: float) -> None:
        self._wait_seconds = wait_seconds
        self._begun = time.monotonic()
        self._text = ""
        self.drawn = ExitStack()

    def say(self, text: str) -> None:
        if not self._text:
            self._draw()
        self._text = printable(text)

    def _draw(self) -> None:
        # The library is needed on a terminal alone, and only where something is waited for.
        from rich.console import Console
        from rich.live import Live

        live = Live(get_renderable=self._line, console=Console(stderr=True), transient=True, redirect_stdout=False)
        self.drawn.enter_context(live)

    def _line(self) -> "Text":
        from rich.text import Text

        passed = f"{time.monotonic() - self._begun:.0f} s of {self._wait_seconds:.0f} s: "
        return Text.assemble((passed, "bold"), self._text, no_wrap=True, overflow="ellipsis")
