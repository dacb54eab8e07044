"""The terminal as a screen of its own, given back as it was found."""

import os
import re
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.text import Text

# What the keys send, in the two modes that a terminal may be in.
_SEQUENCE = re.compile(rb"\x1b[\[O][0-9;]*[A-Za-z~]|.", re.DOTALL)
_NAMES = {
    **dict.fromkeys((b"\x1b[A", b"\x1bOA", b"k"), "up"),
    **dict.fromkeys((b"\x1b[B", b"\x1bOB", b"j"), "down"),
    **dict.fromkeys((b"\x1b[5~", b"b"), "page up"),
    **dict.fromkeys((b"\x1b[6~", b" "), "page down"),
    **dict.fromkeys((b"\x1b[H", b"\x1bOH", b"\x1b[1~", b"g"), "home"),
    **dict.fromkeys((b"\x1b[F", b"\x1bOF", b"\x1b[4~", b"G"), "end"),
    **dict.fromkeys((b"q", b"Q"), "quit"),
    b"a": "all",
}


_Mode = list[int | list[bytes | int]]


class Screen:
    """A heading that stays, a body that scrolls, and a last line.

    Args:
        console: The terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._top = 0
        self._most = 0
        self._page = 1
        self._shown: object = None

    def keys(self, seconds: float) -> list[str]:
        """The keys that were pressed, as soon as there is one; those that mean nothing are left out."""
        descriptor = sys.stdin.fileno()
        if not select.select([descriptor], [], [], seconds)[0]:
            return []
        pressed = os.read(descriptor, 1024)
        # Without a terminal at the other end nobody looks any more.
        return [_NAMES[key] for key in _SEQUENCE.findall(pressed) if key in _NAMES] if pressed else ["quit"]

    def scroll(self, key: str) -> None:
        """Move the body; a key that moves nothing is none."""
        by = {"up": -1, "down": 1, "page up": -self._page, "page down": self._page}.get(key, 0)
        top = {"home": 0, "end": self._most}.get(key, self._top + by)
        self._top = max(0, min(top, self._most))

    def draw(self, heading: RenderableType, body: RenderableType, status: str) -> None:
        """Draw it, where it is other than what is there."""
        width, height = self._console.size
        above, lines = self._lines(heading), self._lines(body)
        self._page = max(1, height - len(above) - 2)
        self._most = max(0, len(lines) - self._page)
        self.scroll("")
        end = min(self._top + self._page, len(lines))
        where = f"lines {self._top + 1}-{end} of {len(lines)}  " if self._most else ""
        last = self._lines(Text(where + status, "reverse", no_wrap=True, overflow="ellipsis"))
        shown = [*above, [], *lines[self._top : end]]
        shown = Segment.set_shape(shown[: height - 1], width, height - 1) + last[:1]
        if shown != self._shown:
            self._console.update_screen_lines(shown)
            self._shown = shown

    def forget(self) -> None:
        """The next drawing is a whole one."""
        self._shown = None

    def _lines(self, drawn: RenderableType) -> list[list[Segment]]:
        return self._console.render_lines(drawn, self._console.options.update(height=None), pad=True)


@contextmanager
def screen(console: Console) -> Iterator[Screen]:
    """The terminal as a screen: keys arrive one by one, and nothing of it stays at the end.

    Ctrl-Z gives the terminal back meanwhile, and a request to end is the same as Ctrl-C.
    """
    made, mode = Screen(console), termios.tcgetattr(sys.stdin)

    def paused(_signal: int, _frame: FrameType | None) -> None:
        _leave(console, mode)
        os.kill(os.getpid(), signal.SIGSTOP)
        _enter(console)
        made.forget()

    before = [
        (signal.SIGTSTP, signal.signal(signal.SIGTSTP, paused)),
        (signal.SIGTERM, signal.signal(signal.SIGTERM, signal.default_int_handler)),
    ]
    try:
        _enter(console)
        yield made
    finally:
        _leave(console, mode)
        for number, handler in before:
            signal.signal(number, handler)


def _enter(console: Console) -> None:
    tty.setcbreak(sys.stdin)
    console.set_alt_screen(True)
    console.show_cursor(False)


def _leave(console: Console, mode: _Mode) -> None:
    console.set_alt_screen(False)
    console.show_cursor(True)
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, mode)
