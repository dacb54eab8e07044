"""The most memory that a process and all it has started had together.

The kernel's own `ru_maxrss` is of one process, and of a child at least what its parent had.
"""

import os
import threading
from contextlib import suppress
from pathlib import Path

_EVERY_SECONDS = 0.2
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Memory:
    """Looks at the processes now and then; one that was a descendant once is counted also after it left its parent.

    Args:
        root: The process that starts them.
    """

    def __init__(self, root: int) -> None:
        self.peak = 0
        self._known = {root}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """The most so far, in MB."""
        self._over.set()
        self._thread.join()
        return self.peak / 2**20

    def _look(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            sizes = _processes()
            self._known &= sizes.keys()
            grown = True
            while grown:
                new = {process for process, (parent, _) in sizes.items() if parent in self._known} - self._known
                self._known |= new
                grown = bool(new)
            self.peak = max(self.peak, sum(sizes[process][1] for process in self._known))


def _processes() -> dict[int, tuple[int, int]]:
    """The parent and the resident bytes of each process."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
            found[int(folder.name)] = int(after_name[1]), int(after_name[21]) * _PAGE
    return found
