"""A mount namespace per node: four nodes on one machine, each with its own /var/lib/kubelet, /etc/calico and so on.

A holder process keeps the namespace open. All mounts that containerd and kubelet make live in it and
vanish with the node's last process; nothing is ever mounted where the rest of the machine sees it.
"""

import contextlib
import shlex
from collections.abc import Iterable
from pathlib import Path

from lab.fabric.places import Places

# The folders outside `.lab/` created as mount points by all labs of the machine; the last lab removes them.
NOTE = Path("/run/bgp-coexist-mountpoints")

NODE_FOLDERS = (
    "/etc/cni",
    "/etc/calico",
    "/opt/cni",
    "/run/calico",
    "/run/containerd",
    "/var/lib/calico",
    "/var/lib/cni",
    "/var/lib/containerd",
    "/var/lib/kubelet",
    "/var/log/calico",
    "/var/log/containers",
    "/var/log/pods",
)


def own(places: Places, host: str, path: str) -> Path:
    """The folder with the machine's own version of the absolute `path`."""
    return places.host(host) / path.lstrip("/")


def prepare(places: Places, host: str, folders: Iterable[str]) -> None:
    """Create the host's own folders and the mount points, and record new mount points for `down`."""
    for folder in folders:
        own(places, host, folder).mkdir(parents=True, exist_ok=True)
        for missing in reversed([path for path in (Path(folder), *Path(folder).parents) if not path.exists()]):
            _record([*recorded(), missing])
            with places.mountpoints.open("a") as own_note:
                own_note.write(f"{missing}\n")
            missing.mkdir()


def holder_argv(places: Places, host: str, binds: Iterable[tuple[Path, str]]) -> list[str]:
    """The command that creates the mount namespace and then runs `sleep` in it, when all mounts exist.

    The tree is shared again within the namespace, because pods may use mounts that propagate.
    """
    mounts = [f"mount --bind {shlex.quote(str(source))} {shlex.quote(target)}" for source, target in binds]
    script = "; ".join(["set -e", "mount --make-rshared /", *mounts, "exec sleep infinity"])
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", script]


def recorded() -> list[Path]:
    """The recorded mount points of all labs of this machine."""
    return [Path(line) for line in NOTE.read_text().splitlines()] if NOTE.exists() else []


def remove_mountpoints(places: Places) -> None:
    """Remove the empty folders that were created as mount points.

    Those that another lab still uses stay recorded for its `down`: removing a folder removes what is mounted on it in
    other mount namespaces. After a reboot only the lab's own record is left, because the common one is in /run.
    """
    if places.mountpoints.exists():
        _record([*(Path(line) for line in places.mountpoints.read_text().splitlines()), *recorded()])
    used = _mounted_anywhere()
    kept = []
    for folder in reversed(recorded()):
        if any(point == folder or folder in point.parents for point in used):
            kept.append(folder)
            continue
        with contextlib.suppress(OSError):
            folder.rmdir()
    _record(reversed(kept))


def _record(folders: Iterable[Path]) -> None:
    lines = "".join(f"{folder}\n" for folder in dict.fromkeys(folders))
    if lines:
        NOTE.write_text(lines)
    else:
        NOTE.unlink(missing_ok=True)


def _mounted_anywhere() -> set[Path]:
    """The mount points of all processes."""
    found: set[Path] = set()
    for table in Path("/proc").glob("[0-9]*/mountinfo"):
        with contextlib.suppress(OSError):
            found |= {Path(line.split()[4]) for line in table.read_text().splitlines()}
    return found
