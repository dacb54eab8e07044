"""Which processes a command starts, when each came and went, and how much processor time it used."""

import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_EVERY_SECONDS = 0.05
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Seen:
    """One process.

    Attributes:
        command: Its command line.
        began: When it was started, in seconds since the machine was.
        ended: When it was seen last.
        processor: The seconds of processor time that it had used by then.
    """

    command: list[str]
    began: float
    ended: float
    processor: float


class Timeline:
    """Looks at a process and its descendants until it is stopped; exact to a twentieth of a second.

    Args:
        root: The process.
    """

    def __init__(self, root: int) -> None:
        self.seen: dict[int, Seen] = {}
        self._root = root
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> list[Seen]:
        """All that were seen, the first first."""
        self._over.set()
        self._thread.join()
        return sorted(self.seen.values(), key=lambda each: each.began)

    def _look(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            now = float(Path("/proc/uptime").read_text().split()[0])
            fields = _fields()
            for process in descendants(self._root, {process: int(each[1]) for process, each in fields.items()}):
                began = int(fields[process][19]) / _TICKS
                used = sum(map(int, fields[process][11:13])) / _TICKS
                # A process changes its command line when it becomes another program.
                self.seen[process] = Seen(_command(process) or self._known(process), began, now, used)

    def _known(self, process: int) -> list[str]:
        return self.seen[process].command if process in self.seen else []


def descendants(root: int, parents: dict[int, int]) -> set[int]:
    """A process, where it is still there, and all below it."""
    found = {root} & parents.keys()
    grown = bool(found)
    while grown:
        new = {process for process, parent in parents.items() if parent in found} - found
        found |= new
        grown = bool(new)
    return found


def _fields() -> dict[int, list[str]]:
    """Of each process what `/proc/PID/stat` has after its name."""
    return {
        int(folder.name): text.rpartition(")")[2].split()
        for folder in Path("/proc").glob("[0-9]*")
        if (text := _read(folder / "stat"))
    }


def _command(process: int) -> list[str]:
    return _read(Path(f"/proc/{process}/cmdline")).split("\0")[:-1]


def _read(file: Path) -> str:
    with suppress(OSError):
        return file.read_text(errors="replace")
    return ""
