"""Removal of the whole lab, also after a crash: by record, namespace, control group and path, never by program."""

import contextlib
import os
import shutil
import signal
import time
from pathlib import Path

from lab.errors import LabError
from lab.fabric import mounts, namespaces, processes
from lab.fabric.command import run
from lab.fabric.fabric import Fabric

CGROUPS = Path("/sys/fs/cgroup")


def cgroups(prefix: str) -> list[Path]:
    """The lab's control groups, deepest first, in every hierarchy (version 1 has one per controller)."""
    tops = [path for path in (CGROUPS / prefix, *CGROUPS.glob(f"*/{prefix}")) if path.is_dir()]
    # Groups may disappear during the search; a walk ignores them.
    found = [Path(folder) for top in tops for folder, _, _ in os.walk(top)]
    return sorted(found, key=lambda path: len(path.parts), reverse=True)


def members(fabric: Fabric) -> set[int]:
    """The processes in one of the lab's network namespaces or control groups."""
    networks = {(namespaces.PINS / name).stat().st_ino for name in namespaces.names(fabric.prefix)}
    found = {pid for pid in _pids() if _network(pid) in networks}
    for group in cgroups(fabric.prefix):
        with contextlib.suppress(OSError):
            found |= {int(word) for word in (group / "cgroup.procs").read_text().split()}
    # Not this process: a test may run inside.
    return found - {os.getpid(), 0}


def remains(fabric: Fabric) -> list[str]:
    """The remains of a lab as texts; empty after a clean `down`."""
    found = [f"namespace {name}" for name in namespaces.names(fabric.prefix)]
    found += [
        f"process {process.name} ({process.pid})" for process in processes.recorded(fabric.places) if process.alive()
    ]
    found += [f"control group {group}" for group in cgroups(fabric.prefix)]
    found += [f"mount {mount}" for mount in _mounts_under(fabric.places.root)]
    if fabric.places.root.exists():
        found.append(f"folder {fabric.places.root}")
    return found


def stop_processes(fabric: Fabric) -> int:
    """End every process of the lab, and return how many there were.

    Recorded ones end first, the newest first, so that a process ends before those it depends on.
    """
    known = [process for process in reversed(processes.recorded(fabric.places)) if process.alive()]
    processes.stop(known)
    killed: set[int] = set()
    for _ in range(50):
        # An ending process leaves its namespaces before it has ended.
        rest = members(fabric)
        if not rest and all(processes.start_time(pid) is None for pid in killed):
            return len(known) + len(killed)
        for pid in rest:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        killed |= rest
        time.sleep(0.1)
    raise LabError("lab", f"processes {sorted(members(fabric))} do not end, even when killed")


def remove_groups(fabric: Fabric, seconds: float = 5) -> None:
    """Remove the control groups; the kernel allows it shortly after the last process of each has ended."""
    deadline = time.monotonic() + seconds
    while groups := cgroups(fabric.prefix):
        for group in groups:
            with contextlib.suppress(OSError):
                group.rmdir()
        if time.monotonic() > deadline:
            raise LabError("lab", f"control group '{groups[0]}' cannot be removed: it is still in use")
        time.sleep(0.05)


def remove_mounts(fabric: Fabric) -> None:
    """Unmount everything under the lab's folder."""
    for mount in _mounts_under(fabric.places.root):
        run(["umount", "--lazy", str(mount)])


def remove_folder(fabric: Fabric) -> None:
    """Remove the lab's folder and the mount points that were created outside it."""
    mounts.remove_mountpoints(fabric.places)
    # Deleting through a mount would delete the mounted data.
    if left := _mounts_under(fabric.places.root):
        raise LabError("lab", f"'{left[0]}' is still mounted; its folder was left alone")
    if fabric.places.root.exists():
        shutil.rmtree(fabric.places.root)


def _mounts_under(root: Path) -> list[Path]:
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    points = [Path(line.split()[4].replace("\\040", " ")) for line in lines]
    return [point for point in reversed(points) if root in (point, *point.parents)]


def _pids() -> list[int]:
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def _network(pid: int) -> int | None:
    try:
        return os.stat(f"/proc/{pid}/ns/net").st_ino
    except OSError:
        return None
