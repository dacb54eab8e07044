"""One step of one contender: a process, how long it took, and the most memory it had."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.memory import Memory
from tests.engine import PROJECT

# A contender that takes longer has not finished.
LIMIT_SECONDS = 1800


@dataclass(frozen=True)
class Ended:
    """How a process ended.

    Attributes:
        seconds: From its start to its end.
        peak_mb: The most memory of it and its children together.
        failed: The last line it printed, where it failed.
    """

    seconds: float
    peak_mb: float
    failed: str


def run(command: Sequence[str], environment: Mapping[str, str], within: Path, log: Path) -> Ended:
    """Run a command to its end; what it prints goes to the log."""
    with log.open("w") as output:
        began = time.monotonic()
        process = subprocess.Popen(
            ["timeout", "--kill-after=10", str(LIMIT_SECONDS), *command],
            cwd=within,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        memory = Memory(process.pid)
        process.wait()
        seconds = time.monotonic() - began
    return Ended(seconds, memory.stop(), last_line(log) if process.returncode else "")


def python(*words: str) -> list[str]:
    """The command of one of our modules."""
    return [str(PROJECT / ".venv" / "bin" / "python"), "-m", *words]


def last_line(log: Path) -> str:
    """The last line of a log that says something."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1][:200] if lines else "nothing was printed"
