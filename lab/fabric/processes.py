"""Long-running processes: started apart from this one, recorded so that nobody else's is ever stopped."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lab.errors import LabError
from lab.fabric.places import Places


@dataclass(frozen=True)
class Process:
    """One process as recorded: a process id alone may be another's by now, with start time and boot it cannot."""

    name: str
    pid: int
    started: int
    boot: str
    order: float
    argv: tuple[str, ...]

    def alive(self) -> bool:
        """Whether this very process runs (a zombie does not)."""
        seen = start_time(self.pid)
        return seen is not None and seen == self.started and self.boot == boot_id()

    def send(self, number: signal.Signals) -> None:
        """The signal is delivered if the process still runs."""
        if self.alive():
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                return


def boot_id() -> str:
    """The running kernel's own identity, new at every boot."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def start_time(pid: int) -> int | None:
    """Clock ticks since boot at which the process started; None when it is gone or a zombie.

    Source: proc(5), /proc/pid/stat fields 3 and 22; the name in field 2 may hold blanks and parentheses.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def spawn(places: Places, name: str, argv: Sequence[str], env: Mapping[str, str]) -> Process:
    """A process of its own session, its output in the log, its record in `.lab/pids`."""
    with places.log(name).open("ab") as log:
        try:
            child = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(env), cwd="/", start_new_session=True
            )
        except FileNotFoundError as error:
            raise LabError(name, f"'{argv[0]}' is not on this machine") from error
    started = start_time(child.pid)
    if started is None:
        raise LabError(name, f"ended at once: {last_lines(places.log(name))}")
    # Nobody waits for it in this process: its end is seen in /proc, and without this Python warns.
    child.returncode = 0
    process = Process(name, child.pid, started, boot_id(), time.time(), tuple(argv))
    record = places.pids / f"{name}.json"
    record.with_suffix(".new").write_text(json.dumps(asdict(process)))
    record.with_suffix(".new").rename(record)
    return process


def recorded(places: Places) -> list[Process]:
    """Every process on record, in the order they were started; a torn record counts as none."""
    found = [process for path in places.pids.glob("*.json") if (process := _read(path))]
    return sorted(found, key=lambda process: process.order)


def find(places: Places, name: str) -> Process | None:
    """The record of the process called `name`."""
    return _read(places.pids / f"{name}.json")


def forget(places: Places, name: str) -> None:
    """The record is gone."""
    (places.pids / f"{name}.json").unlink(missing_ok=True)


def stop(processes: Iterable[Process], seconds: float = 5) -> None:
    """The processes have ended: asked with TERM, in the order given, and after `seconds` killed."""
    living = [process for process in processes if process.alive()]
    for process in living:
        process.send(signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while any(process.alive() for process in living) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in living:
        process.send(signal.SIGKILL)
    while any(process.alive() for process in living) and time.monotonic() < deadline + seconds:
        time.sleep(0.05)


def last_lines(log: Path, count: int = 3) -> str:
    """The end of a log, or a word that there is none."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        lines = []
    return "\n    ".join(line[:400] for line in lines[-count:]) or "(the log is empty)"


def _read(path: Path) -> Process | None:
    try:
        fields = json.loads(path.read_text())
        return Process(**{**fields, "argv": tuple(fields["argv"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
