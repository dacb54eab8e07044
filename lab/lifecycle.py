"""The lab's commands `up` and `down`, its state, and its dead processes."""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lab import preflight, root
from lab.errors import LabError
from lab.fabric import Fabric, limits, memory, namespaces, owner, processes, sweep
from lab.fabric.topology import HOSTS
from lab.routers import ROUTERS, USUAL
from lab.steps import steps
from toolchain import ToolchainError

Say = Callable[[str], None]


def up(fabric: Fabric, say: Say, wanted: str | None = None) -> None:
    """Start the whole lab; of a running one only dead processes are restarted.

    Args:
        fabric: The lab.
        say: Prints the progress.
        wanted: The router's name in ROUTERS; None: the one that the lab has, else the usual one.

    Raises:
        LabError: A step failed, and the text names it; or the lab has another router.
        ToolchainError: A part of the router cannot be built on this machine.
    """
    preflight.check(fabric)
    chosen = _router(fabric, wanted)
    fabric.places.make()
    with _only_one(fabric):
        owner.claim(fabric)
        ROUTERS[chosen].prepare(fabric)
        dead = dead_processes(fabric)
        if state(fabric) == "up" and not dead and len(namespaces.names(fabric.prefix)) == len(HOSTS):
            say(f"the lab is up: {len(processes.recorded(fabric.places))} processes, {used(fabric)} MB")
            return
        for name in dead:
            say(f"{name} has ended: it will be started again")
        _restart_hosts(fabric, dead)
        _run_steps(fabric, say, chosen)


def down(fabric: Fabric, say: Say) -> None:
    """Remove the lab: processes, namespaces, mounts, control groups and files.

    Raises:
        LabError: Another clone's lab is up, or something cannot be removed; the text names it.
    """
    root.check()
    owner.check(fabric)
    left = sweep.remains(fabric)
    if not left and not owner.record(fabric).exists():
        say("nothing to remove")
        return
    begun = time.monotonic()
    fabric.places.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _only_one(fabric):
        count = sweep.stop_processes(fabric)
        names = namespaces.names(fabric.prefix)
        for name in names:
            namespaces.remove(name)
        sweep.remove_groups(fabric)
        sweep.remove_mounts(fabric)
        limits.put_back(fabric.places)
        sweep.remove_folder(fabric)
        owner.release(fabric)
    if left := sweep.remains(fabric):
        raise LabError("lab", "still there after removing: " + ", ".join(left))
    say(f"removed {count} processes and {len(names)} namespaces in {time.monotonic() - begun:.1f} s; nothing is left")


def state(fabric: Fabric) -> str:
    """The result of the last `up`: `up`, `coming up` (or interrupted), or `down` without a lab."""
    try:
        return str(json.loads(fabric.places.status.read_text())["state"])
    except (OSError, ValueError, KeyError):
        return "down"


def router(fabric: Fabric) -> str | None:
    """The name of the lab's router; None without a lab."""
    try:
        return str(json.loads(fabric.places.status.read_text()).get("router", USUAL))
    except (OSError, ValueError):
        return None


def _router(fabric: Fabric, wanted: str | None) -> str:
    """The router's name of this `up`."""
    present = router(fabric)
    if present and wanted not in (None, present):
        raise LabError("lab", f"its router is '{present}', and not '{wanted}'", "make lab-down, then up again")
    return wanted or present or USUAL


def dead_processes(fabric: Fabric) -> list[str]:
    """The names of recorded processes that have ended."""
    return [process.name for process in processes.recorded(fabric.places) if not process.alive()]


def used(fabric: Fabric) -> int:
    """The lab's memory in MB, pods included."""
    recorded = {process.pid for process in processes.recorded(fabric.places) if process.alive()}
    return memory.megabytes(recorded | sweep.members(fabric))


def _run_steps(fabric: Fabric, say: Say, router: str) -> None:
    todo = steps(ROUTERS[router])
    begun = time.monotonic()
    measured: list[dict[str, Any]] = []
    _note(fabric, "coming up", router, measured)
    before = used(fabric)
    for number, step in enumerate(todo, 1):
        started = time.monotonic()
        try:
            step.act(fabric)
        except (LabError, ToolchainError) as error:
            raise _failed(f"step {number}/{len(todo)} {step.name}", error) from error
        seconds, now = time.monotonic() - started, used(fabric)
        measured.append({"step": step.name, "seconds": round(seconds, 1), "megabytes": now - before})
        say(f"[{number}/{len(todo)}] {step.name}: {step.brings} … ready in {seconds:.1f} s, {now - before} MB")
        before = now
    _note(fabric, "up", router, measured)
    say(f"the lab is up after {time.monotonic() - begun:.0f} s, {before} MB")


def _failed(step: str, error: LabError | ToolchainError) -> LabError:
    what = f"{error.who}: {error.what}" if isinstance(error, LabError) else error.what
    return LabError(step, what, f"{error.hint}; " * bool(error.hint) + "make lab-down cleans up")


def _restart_hosts(fabric: Fabric, dead: Sequence[str]) -> None:
    """Restart the processes of machines whose mount namespace has lost its holder: others cannot enter it."""
    for name in dead:
        host, _, what = name.partition(".")
        if what == "mounts":
            mates = [process for process in processes.recorded(fabric.places) if process.name.startswith(f"{host}.")]
            processes.stop(reversed(mates))
        processes.forget(fabric.places, name)


def _note(fabric: Fabric, word: str, router: str, measured: list[dict[str, Any]]) -> None:
    text = json.dumps(
        {"state": word, "router": router, "directory": str(fabric.places.root), "steps": measured}, indent=2
    )
    fabric.places.status.write_text(text + "\n")


@contextlib.contextmanager
def _only_one(fabric: Fabric) -> Iterator[None]:
    """Lock the lab against another `up` or `down`; the lock of a killed process ends with it."""
    descriptor = os.open(fabric.places.root / "lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise LabError("lab", "another `up` or `down` of this clone is running", "wait for it, or stop it") from error
    finally:
        os.close(descriptor)
