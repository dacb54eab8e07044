"""Long-running processes in sessions of their own, recorded so that only they are stopped."""

import contextlib
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
    """A recorded process, identified by process id, start time and boot, because a process id alone is reused."""

    name: str
    pid: int
    started: int
    boot: str
    order: float
    argv: tuple[str, ...]

    def alive(self) -> bool:
        """Whether this process runs; a zombie does not."""
        seen = start_time(self.pid)
        return seen is not None and seen == self.started and self.boot == boot_id()

    def send(self, number: signal.Signals) -> None:
        """Send the signal if the process still runs."""
        if self.alive():
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                return


def boot_id() -> str:
    """The running kernel's boot id, new at every boot."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def start_time(pid: int) -> int | None:
    """The start of a process in clock ticks since boot; None: it has ended or is a zombie.

    Source: proc(5), /proc/pid/stat fields 3 and 22; the name in field 2 may contain blanks and parentheses.
    """
    fields = _stat(pid)
    return None if fields is None or fields[0] in "ZX" else int(fields[19])


def spawn(places: Places, name: str, argv: Sequence[str], env: Mapping[str, str]) -> Process:
    """Start a process in a session of its own, with its output in the log and its record in `.lab/pids`."""
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
    # This process does not wait for it: its end is seen in /proc, and without this Python warns.
    child.returncode = 0
    process = Process(name, child.pid, started, boot_id(), time.time(), tuple(argv))
    record = places.pids / f"{name}.json"
    record.with_suffix(".new").write_text(json.dumps(asdict(process)))
    record.with_suffix(".new").rename(record)
    return process


def recorded(places: Places) -> list[Process]:
    """The recorded processes, in the order of their starts; an incomplete record is ignored."""
    found = [process for path in places.pids.glob("*.json") if (process := _read(path))]
    return sorted(found, key=lambda process: process.order)


def find(places: Places, name: str) -> Process | None:
    """The record of a process; None: there is none."""
    return _read(places.pids / f"{name}.json")


def forget(places: Places, name: str) -> None:
    """Delete the record of a process."""
    (places.pids / f"{name}.json").unlink(missing_ok=True)


def stop(processes: Iterable[Process], seconds: float = 5) -> None:
    """End the processes with SIGTERM, in the given order, and with SIGKILL after `seconds`."""
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


def end_session(process: Process, seconds: float = 5) -> None:
    """Kill what an ended process has left in its session, and wait until it has ended."""
    deadline = time.monotonic() + seconds
    while (left := _session(process)) and time.monotonic() < deadline:
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def last_lines(log: Path, count: int = 3) -> str:
    """The last lines of a log, or a text that it is empty."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        lines = []
    return "\n    ".join(line[:400] for line in lines[-count:]) or "(the log is empty)"


def _session(process: Process) -> list[int]:
    """The members of an ended process's session.

    A session's number is not given to a new process while the session has members: one with that number is a stranger.
    """
    fields = _stat(process.pid)
    if process.boot != boot_id() or (fields and int(fields[19]) != process.started):
        return []
    found = {int(entry): _stat(int(entry)) for entry in os.listdir("/proc") if entry.isdigit()}
    return [pid for pid, fields in found.items() if fields and fields[0] not in "ZX" and int(fields[3]) == process.pid]


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/pid/stat from the third on, the state; None: there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def _read(path: Path) -> Process | None:
    try:
        fields = json.loads(path.read_text())
        return Process(**{**fields, "argv": tuple(fields["argv"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
