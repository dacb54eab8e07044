"""The checks before the lab creates anything; all problems are reported at once."""

import shutil
import socket
from collections.abc import Iterator

from lab import root
from lab.errors import LabError
from lab.fabric import Fabric, client, owner, processes, router
from lab.fabric.memory import available_megabytes
from lab.kubernetes.places import FORWARDED_PORT
from toolchain import ToolchainError, part

PROGRAMS = ("ip", "nsenter", "unshare", "mount", "umount", "sysctl", "ss")
# The lab with the stack needs 1,700 MB of memory and 1,300 MB on the disk; the rest is for pulumi and logs.
MEMORY_MEGABYTES = 2500
DISK_MEGABYTES = 3000
PARTS = (
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kube-proxy",
    "kubelet",
    "kubectl",
    "etcd",
    "containerd",
    "containerd-shim-runc-v2",
    "ctr",
    "runc",
    "cni-plugins",
    "calico-node",
    "calico",
    "calicoctl",
    "calico-apiserver",
    "calico-crds",
    "calico-confd",
    "calico-bird",
    "metallb-controller",
    "metallb-speaker",
    "metallb-chart",
    "bird",
    "birdc",
    "ipset",
    "nft",
    "conntrack",
    "ping",
    "sshd",
    "nginx-root",
    "pause",
    "busybox",
)
PORTS = {
    FORWARDED_PORT: ("the API server", "master1.port"),
    router.PORT: ("the router's SSH", "router.port"),
    client.PORT: ("the client's SSH", "client.port"),
}


def check(fabric: Fabric) -> None:
    """Check that `up` can run on this machine.

    Raises:
        LabError: There are problems; the text lists all of them.
    """
    root.check()
    owner.check(fabric)
    owner.check_orphan(fabric)
    problems = [*_programs(), *_parts(), *_ports(fabric), *_room(fabric)]
    if len(problems) == 1:
        raise problems[0]
    if problems:
        lines = [str(problem).replace("\n", "\n  ") for problem in problems]
        raise LabError("lab", f"{len(problems)} problems on this machine\n  " + "\n  ".join(lines))


def _programs() -> Iterator[LabError]:
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        hint = "apt-get install iproute2 util-linux procps"
        yield LabError("lab", f"programs missing on this machine: {', '.join(missing)}", hint)


def _parts() -> Iterator[LabError]:
    missing = []
    for name in PARTS:
        try:
            part(name)
        except ToolchainError:
            missing.append(name)
    if missing:
        few = ", ".join(missing[:4]) + (f" and {len(missing) - 4} more" if len(missing) > 4 else "")
        yield LabError("lab", f"{len(missing)} of {len(PARTS)} parts are not installed: {few}", "make setup")


def _ports(fabric: Fabric) -> Iterator[LabError]:
    for port, (what, name) in PORTS.items():
        ours = processes.find(fabric.places, name)
        if ours and ours.alive():
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                hint = f"`ss -ltnp sport = :{port}` shows whose it is"
                yield LabError("lab", f"port '127.0.0.1:{port}', needed for {what}, is in use: {error.strerror}", hint)


def _room(fabric: Fabric) -> Iterator[LabError]:
    already_up = any(process.alive() for process in processes.recorded(fabric.places))
    if already_up:
        return
    memory = available_megabytes()
    if memory < MEMORY_MEGABYTES:
        what = f"too little memory: {memory} MB available, the lab needs {MEMORY_MEGABYTES} MB"
        yield LabError("lab", what, "end something that uses a lot of it")
    above = next(path for path in (fabric.places.root, *fabric.places.root.parents) if path.exists())
    disk = shutil.disk_usage(above).free // 1_000_000
    if disk < DISK_MEGABYTES:
        what = f"too little disk space: {disk} MB free at '{above}', the lab needs {DISK_MEGABYTES} MB"
        yield LabError("lab", what, "make room there")
