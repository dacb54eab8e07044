"""Measures fleets of many stacks, and a stack of many routers: time, memory, and SSH sessions on a router."""

import os
import re
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.fleet.stage import staged
from tests.stack.fleet_stage import FleetStage

# Stacks that share a router; routers that run beside each other on this machine.
_PER_ROUTER = 3
_HEAD = "command | s | fleet, MB | with its engines, MB | most SSH sessions on a router |"
_PAGE = os.sysconf("SC_PAGE_SIZE")


def sizes(folder: Path, counts: Sequence[int], parallel: int) -> int:
    """Print a row for each command and number of stacks."""
    _head("stacks")
    for count in counts:
        stacks = {number: [f"edge{(number - 1) // _PER_ROUTER + 1}"] for number in range(1, count + 1)}
        _measure(folder, count, stacks, parallel)
    return 0


def routers(folder: Path, counts: Sequence[int]) -> int:
    """The same for one stack with so many routers."""
    _head("routers")
    for count in counts:
        _measure(folder, count, {1: [f"edge{number}" for number in range(1, count + 1)]}, parallel=1)
    return 0


def _head(of: str) -> None:
    print(f"| {of} | {_HEAD}\n|---|---|---|---|---|---|", flush=True)


def _measure(folder: Path, count: int, stacks: Mapping[int, Sequence[str]], parallel: int) -> None:
    with staged(folder / str(count), stacks, canary=["stack1"], parallelism=parallel) as (stage, made):
        for command, name in (("up", "up"), ("verify", "verify"), ("drift", "drift"), ("up", "up again")):
            print(_row(count, name, Measured(stage, command, [each.port for each in made.values()])), flush=True)


class Measured:
    """One command, measured while it runs."""

    def __init__(self, stage: FleetStage, command: str, ports: Sequence[int]) -> None:
        self.own = self.all = self.sessions = 0
        self._ports = {f"{port:04X}" for port in ports}
        began = time.monotonic()
        with stage.started(command) as run:
            # What it prints is read meanwhile, so that it never waits for a full pipe.
            said: list[str] = []
            reader = threading.Thread(target=lambda: said.extend(run.communicate()))
            reader.start()
            while reader.is_alive():
                self._look(run)
                reader.join(0.5)
        self.seconds = time.monotonic() - began
        assert run.returncode == 0, said

    def _look(self, run: "subprocess.Popen[str]") -> None:
        """Take the memory of the processes, and the sessions on each router, as they are now."""
        memory = {pid: _megabytes(pid) for pid in _family(run.pid)}
        self.own = max(self.own, memory.get(run.pid, 0))
        self.all = max(self.all, sum(memory.values()))
        self.sessions = max(self.sessions, *_sessions(self._ports).values(), 0)


def _row(count: int, name: str, found: Measured) -> str:
    cells = (count, name, f"{found.seconds:.0f}", found.own, found.all, found.sessions)
    return "| " + " | ".join(map(str, cells)) + " |"


def _family(pid: int) -> list[int]:
    """A process and everything that it started."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(path.parent.name))
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def _megabytes(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE // 1_000_000
    except OSError:
        return 0


def _sessions(ports: set[str]) -> Mapping[str, int]:
    """The established connections to each port."""
    counts = dict.fromkeys(ports, 0)
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state = line.split()[:4]
        port = re.sub(r".*:", "", local)
        if port in counts and state == "01":
            counts[port] += 1
    return counts
