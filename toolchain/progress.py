"""The progress of an installation: the step's number, title and time, and the time that is left.

What is left is what the steps took when they were last measured, as much faster or slower as this machine was so far.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

# A step that took less than this share of its last measured time was no build: it was found or downloaded.
_BUILT = 0.2
# After so many seconds of builds it is known how fast this machine is.
_KNOWN_SECONDS = 60


class Progress:
    """Prints a line per step, from its begin to its end.

    Args:
        out: Where to write.
        expected: The seconds that each step took when it was last measured, in order.
    """

    def __init__(self, out: TextIO, expected: Sequence[int]) -> None:
        self._out = out
        self._expected = list(expected)
        self._number = 0
        self._began = 0.0
        self._built = self._built_as_expected = 0.0

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Start the line of the next step; without `done` the line ends with a failure."""
        self._number += 1
        self._began = time.monotonic()
        self._write(f"[{self._number}/{len(self._expected)}] {title}:")
        try:
            yield
        except BaseException as error:
            self._write(" interrupted\n" if isinstance(error, KeyboardInterrupt) else " failed\n")
            raise

    def doing(self, what: str) -> None:
        """Print the current action, and unless it is short how long it and all that is left will take."""
        this, *others = self._expected[self._number - 1 :]
        pace = self._built / self._built_as_expected if self._built_as_expected >= _KNOWN_SECONDS else 1.0
        times = f"about {duration(round(this * pace))}"
        if sum(others) >= 10:
            times += f" of {duration(round((this + sum(others)) * pace))}"
        self._write(f" {what} …" if this < 10 else f" {what} ({times}) …")

    def done(self, size: int | None) -> None:
        """End the line with the time, and the size in bytes where it has one."""
        seconds, expected = time.monotonic() - self._began, self._expected[self._number - 1]
        if seconds >= _BUILT * expected:
            self._built += seconds
            self._built_as_expected += expected
        self._write(f" done in {seconds:.0f} s" + ("" if size is None else f", {megabytes(size)}") + "\n")

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def duration(seconds: int) -> str:
    """Seconds as text."""
    return f"{seconds} s" if seconds < 100 else f"{round(seconds / 60)} min"


def megabytes(size: int) -> str:
    """Bytes as MB, or kB below one."""
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


def size_of(folder: Path) -> int:
    """Bytes of the files in a folder, hard links counted once, symbolic links not followed."""
    sizes = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        if path.is_file() and not path.is_symlink():
            sizes[status.st_ino] = status.st_size
    return sum(sizes.values())
