"""Pulumi's lock of a stack: another run's is waited for, that of a killed run is deleted where that is proven.

A lock names its process, its machine and its time. Only a process of this machine can be looked for here.
"""

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from socket import gethostname

from errors import CoexistError
from fleet.engine import Engine, LockedError

WAIT_SECONDS = 600.0
PAUSE_SECONDS = 2.0
_HOLDER = re.compile(r": created by \S+@(?P<host>\S+) \(pid (?P<pid>\d+)\) at (?P<at>\S+)")
# The clock of the lock and that of the process's start are not the same.
_CLOCK_SECONDS = 5.0


@dataclass(frozen=True)
class Holder:
    """A process that has a lock, and when it took it, in seconds since 1970."""

    host: str
    pid: int
    at: float

    @property
    def is_gone(self) -> bool:
        """Whether it is proven that the process has ended: it was one of this machine, and there is none of it."""
        if self.host != gethostname():
            return False
        began = _began(self.pid)
        return began is None or began > self.at + _CLOCK_SECONDS

    @property
    def is_here(self) -> bool:
        """Whether it is a process of this machine."""
        return self.host == gethostname()


def applied(engine: Engine, name: str, wait_seconds: float = WAIT_SECONDS) -> Mapping[str, int]:
    """Apply a stack; a run of this machine that has it is waited for, a killed one's lock is deleted.

    Raises:
        LockedError: Another machine's run has it, or one of this machine for all that time.
        EngineError: It failed.
    """
    return unlocked(lambda: engine.up(name), lambda: engine.cancel(name), name, wait_seconds)


def unlocked(
    up: Callable[[], Mapping[str, int]], cancel: Callable[[], None], name: str, wait_seconds: float
) -> Mapping[str, int]:
    """Do what a lock may refuse until none does; the arguments and errors are those of `applied`."""
    deadline, has_cancelled = time.monotonic() + wait_seconds, False
    while True:
        try:
            return up()
        except LockedError as error:
            found = holders(str(error))
            if found and all(each.is_gone for each in found) and not has_cancelled:
                # No other fleet can be here: it would need the locks of the same routers.
                cancel()
                has_cancelled = True
            elif not found or not all(each.is_here for each in found) or time.monotonic() > deadline:
                raise LockedError(f"{error}", _hint(name, found)) from None
            else:
                time.sleep(PAUSE_SECONDS)


def holders(text: str) -> list[Holder]:
    """The holders of the locks in Pulumi's message."""
    return [
        Holder(each["host"], int(each["pid"]), datetime.fromisoformat(each["at"]).timestamp())
        for each in _HOLDER.finditer(text)
    ]


def _hint(name: str, found: list[Holder]) -> str:
    where = ", ".join(f"process {each.pid} on {each.host}" for each in found) or "the run that has it"
    return f"wait for {where}; where that is gone, `pulumi cancel {name}`, then the same command again"


def _began(pid: int) -> float | None:
    """When a process of this machine began, in seconds since 1970; None: there is no such process.

    Raises:
        CoexistError: This machine does not say so.
    """
    try:
        # After the name, which is in parentheses and may contain anything.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime "))
    except (FileNotFoundError, ProcessLookupError):
        if Path("/proc/self/stat").exists():
            return None
        raise CoexistError("whether a process has ended is not known without /proc") from None
    return None if fields[0] in "ZX" else int(boot.split()[1]) + int(fields[19]) / os.sysconf("SC_CLK_TCK")
