"""A mount namespace per node: four nodes on one machine, each with its own /var/lib/kubelet, /etc/calico and so on.

A holder process keeps the namespace open. All mounts that containerd and kubelet make live in it and
vanish with the node's last process; nothing is ever mounted where the rest of the machine sees it.
"""

import shlex
from collections.abc import Iterable
from pathlib import Path

from lab.fabric.places import Places

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
    """Where the machine's own version of the absolute `path` is kept."""
    return places.host(host) / path.lstrip("/")


def prepare(places: Places, host: str, folders: Iterable[str]) -> None:
    """The host's own folders exist, and so do the mount points; those made here are noted for `down`."""
    for folder in folders:
        own(places, host, folder).mkdir(parents=True, exist_ok=True)
        for missing in reversed([path for path in (Path(folder), *Path(folder).parents) if not path.exists()]):
            with places.mountpoints.open("a") as noted:
                noted.write(f"{missing}\n")
            missing.mkdir()


def holder_argv(places: Places, host: str, binds: Iterable[tuple[Path, str]]) -> list[str]:
    """The command that makes the mount namespace and then sleeps in it; once it is `sleep`, the mounts are there.

    The tree is made shared again within the namespace: pods may ask for mounts that propagate.
    """
    mounts = [f"mount --bind {shlex.quote(str(source))} {shlex.quote(target)}" for source, target in binds]
    script = "; ".join(["set -e", "mount --make-rshared /", *mounts, "exec sleep infinity"])
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", script]


def remove_mountpoints(places: Places) -> None:
    """The folders made as mount points are gone again, unless somebody has put something into them."""
    if not places.mountpoints.exists():
        return
    for line in reversed(places.mountpoints.read_text().splitlines()):
        try:
            Path(line).rmdir()
        except OSError:
            continue
