"""The report of `status`."""

from typing import Any

from lab import lifecycle
from lab.fabric import Fabric, client, memory, namespaces, processes, router
from lab.kubernetes.places import FORWARDED_PORT


def status(fabric: Fabric) -> dict[str, Any]:
    """The lab's current state, for JSON; memory in MB of 1,000,000 bytes, shared pages counted once."""
    found = processes.recorded(fabric.places)
    dead = [process.name for process in found if not process.alive()]
    word = lifecycle.state(fabric)
    return {
        "state": "broken" if word == "up" and dead else word,
        "directory": str(fabric.places.root),
        "namespaces": namespaces.names(fabric.prefix),
        "ports": {"apiserver": FORWARDED_PORT, "router": router.PORT, "client": client.PORT},
        "kubeconfig": str(fabric.places.kubeconfig),
        "megabytes": lifecycle.used(fabric) if found else 0,
        "dead": dead,
        "processes": [
            {"name": process.name, "pid": process.pid, "megabytes": memory.megabytes([process.pid])}
            for process in found
            if process.alive()
        ],
    }


def text(status: dict[str, Any]) -> str:
    """The state as text."""
    lines = [
        f"{process['name']:28} {process['pid']:>8} {process['megabytes']:>6} MB" for process in status["processes"]
    ]
    lines += [f"{name:28} has ended" for name in status["dead"]]
    hint = {
        "down": "make lab-up",
        "coming up": "make lab-up continues, make lab-down cleans up",
        "broken": "make lab-up mends it",
    }
    summary = f"the lab is {status['state']}"
    if status["processes"]:
        summary += f": {len(status['processes'])} processes, {status['megabytes']} MB with the pods"
    if status["state"] in hint:
        summary += f"\n  hint: {hint[status['state']]}"
    return "\n".join([*lines, summary])
