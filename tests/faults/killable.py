"""A run of the plugin in a process of its own, which is killed outright while it works: SIGKILL, at a chosen line.

A process that has imported everything forks one run after another, so that a run costs milliseconds. Like the engine it
writes the state to a file after each step; what the file has when the process is gone is what the next run begins with.
"""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from apply.device import Device
from tests.faults.deployer import Deployer, FailedError
from tests.faults.graph import Declared
from tests.faults.state import Recorded, State
from tests.lab_router import PROJECT


@dataclass(frozen=True)
class Job:
    """One run.

    Attributes:
        verb: `up`, `refresh` or `destroy`.
        wanted: The program.
        refresh: Whether `up` refreshes first.
        state: The state file it begins with.
        patience: What a device is told unless told otherwise.
    """

    verb: str
    wanted: Sequence[Declared]
    refresh: bool
    state: str
    patience: tuple[None, float]


@dataclass(frozen=True)
class Killed:
    """How a run ended.

    Attributes:
        state: What its state file has.
        said: What it printed and what it failed with.
        signal: The signal that ended it, 0 where it came to its end.
    """

    state: State
    said: str
    signal: int


class Killable:
    """The process that forks runs; this process may kill the run that it forked last."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="faults-"))
        self._runs = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.killable", str(self._folder)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._pid = 0
        self._forked = threading.Event()

    def run(self, job: Job) -> Killed:
        """The job was done, or killed in the middle."""
        assert self._runs.stdin
        assert self._runs.stdout
        self._forked.clear()
        for name in ("state", "said", "die"):
            (self._folder / name).unlink(missing_ok=True)
        (self._folder / "state").write_text(job.state)
        pickle.dump(job, self._runs.stdin)
        self._runs.stdin.flush()
        self._pid = pickle.load(self._runs.stdout)
        self._forked.set()
        ended: int = pickle.load(self._runs.stdout)
        state = State.read((self._folder / "state").read_text())
        return Killed(state, (self._folder / "said").read_text(), ended)

    def kill(self) -> None:
        """The run is gone, wherever it was; called while it waits for the router."""
        # Without its number the signal would go to this process's own group, or to the run before.
        assert self._forked.wait(10)
        os.kill(self._pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while not _dead(self._pid) and time.monotonic() < deadline:
            time.sleep(0.0005)

    def kill_unrecorded(self) -> None:
        """The run will be gone once its step ends, before the state has what that step did."""
        (self._folder / "die").touch()

    def close(self) -> None:
        """No more runs."""
        assert self._runs.stdin
        assert self._runs.stdout
        self._runs.stdin.close()
        self._runs.stdout.close()
        self._runs.wait(10)


def _dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def _serve(folder: Path) -> None:
    """Forks a run for each job that comes, and says how it ended."""
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            job: Job = pickle.load(jobs)
        except EOFError:
            return
        if (pid := os.fork()) == 0:
            _run(job, folder)
        _answer(answers, pid)
        _answer(answers, os.WTERMSIG(status) if os.WIFSIGNALED(status := os.waitpid(pid, 0)[1]) else 0)


def _answer(answers: BinaryIO, value: int) -> None:
    pickle.dump(value, answers)
    answers.flush()


def _run(job: Job, folder: Path) -> None:
    """The run itself; the process is gone after it."""
    said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    try:
        Device.__init__.__defaults__ = job.patience
        deployer = Deployer(_Written.begun(job.state, folder))
        verbs: dict[str, Any] = {
            "up": lambda: deployer.up(job.wanted, refresh=job.refresh),
            "refresh": deployer.refresh,
            "destroy": deployer.destroy,
        }
        verbs[job.verb]()
    except FailedError as error:
        print(error, flush=True)
    except BaseException as error:
        print(f"a traceback: {error!r}", flush=True)
    finally:
        os._exit(0)


class _Written(State):
    """A state that is in its file after each step, as the engine's is."""

    folder: Path

    @classmethod
    def begun(cls, text: str, folder: Path) -> "_Written":
        """The state of a file."""
        made = cls(State.read(text).resources)
        made.folder = folder
        return made

    def keep(self, made: Recorded) -> None:
        """One resource is in the state and its file."""
        self._die()
        super().keep(made)
        self._write()

    def forget(self, urn: str) -> None:
        """One resource is no longer in the state and its file."""
        self._die()
        super().forget(urn)
        self._write()

    def copy(self) -> "State":
        """The same, in the same file."""
        return _Written.begun(self.text(), self.folder)

    def _die(self) -> None:
        if (self.folder / "die").exists():
            os.kill(os.getpid(), signal.SIGKILL)

    def _write(self) -> None:
        fresh = self.folder / "state.new"
        fresh.write_text(self.text())
        fresh.replace(self.folder / "state")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        _serve(Path(sys.argv[1]))
