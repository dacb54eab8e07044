"""A program on a terminal: a pseudo-terminal of 80 columns that remembers what is on it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.eventually import eventually

LINES, COLUMNS = 24, 80
_PLACE = re.compile(r"\x1b\[(\d+);(\d+)H")
CODE = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]")
_SWITCH = re.compile(r"\x1b\[\?(\d+)([hl])")


class Terminal:
    """A terminal and the program on it.

    Args:
        process: The program.
        master: Our end of the terminal.
        slave: The program's end, to see its modes.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", master: int, slave: int) -> None:
        self.process = process
        self._master, self._slave = master, slave
        self.modes_before = termios.tcgetattr(slave)
        self.written = ""

    @property
    def modes(self) -> list[object]:
        """The modes of the terminal: whether it echoes, and waits for the end of a line."""
        return termios.tcgetattr(self._slave)

    def switches(self) -> dict[str, str]:
        """What was switched last: `1049` the screen of its own, `25` the cursor; `h` on, `l` off."""
        return dict(_SWITCH.findall(self.text()))

    def text(self) -> str:
        """Everything that was written so far."""
        while select.select([self._master], [], [], 0)[0]:
            self.written += os.read(self._master, 65536).decode()
        return self.written

    def screen(self) -> str:
        """The lines on the screen of its own; each was drawn at its place."""
        rows = [""] * LINES
        parts = _PLACE.split(self.text())
        for row, text in zip(parts[1::3], parts[3::3], strict=True):
            rows[int(row) - 1] = CODE.sub("", text).rstrip()
        return "\n".join(rows)

    def shows(self, words: str) -> bool:
        """Whether the words come onto the screen."""
        return eventually(lambda: words in self.screen(), True)

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._master, keys.encode())

    def ended(self) -> int:
        """The exit code."""
        return self.process.wait(20)

    def is_restored(self) -> bool:
        """Whether the terminal is as the program found it."""
        return self.modes == self.modes_before and self.switches() == {"1049": "l", "25": "h"}


def _take_terminal() -> None:
    """Of the program: the terminal is its own, and Ctrl-C is not ignored, as it is in what a shell began with `&`."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def on_terminal(
    argv: list[str], folder: Path, environment: Mapping[str, str], lines: int = LINES, output: Path | None = None
) -> Iterator[Terminal]:
    """A program on a terminal of its own, alive within the `with` block; its standard output may go into a file."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, COLUMNS, 0, 0))
    try:
        with (
            output.open("wb") if output else nullcontext(slave) as out,
            subprocess.Popen(
                argv,
                cwd=folder,
                env={"LANG": "C.UTF-8", **environment, "TERM": "xterm-256color"},
                stdin=slave,
                stdout=out,
                stderr=slave,
                start_new_session=True,
                preexec_fn=_take_terminal,
            ) as process,
        ):
            try:
                yield Terminal(process, master, slave)
            finally:
                process.kill()
    finally:
        os.close(master)
        os.close(slave)
