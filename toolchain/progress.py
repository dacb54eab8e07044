"""The progress of an installation: the step's number, title and time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class Progress:
    """Prints a line per step, from its begin to its end.

    Args:
        out: Where to write.
        total: How many steps there will be.
    """

    def __init__(self, out: TextIO, total: int) -> None:
        self._out = out
        self._total = total
        self._number = 0
        self._began = 0.0

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Start the line of the next step; without `done` the line ends with a failure."""
        self._number += 1
        self._began = time.monotonic()
        self._write(f"[{self._number}/{self._total}] {title}:")
        try:
            yield
        except BaseException as error:
            self._write(" interrupted\n" if isinstance(error, KeyboardInterrupt) else " failed\n")
            raise

    def doing(self, what: str, measured: int) -> None:
        """Print the current action, and its last measured time unless it is short."""
        self._write(f" {what} …" if measured < 10 else f" {what} (took {duration(measured)} last measured) …")

    def done(self, size: int | None) -> None:
        """End the line with the time, and the size in bytes where it has one."""
        seconds = time.monotonic() - self._began
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
