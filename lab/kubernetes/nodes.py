"""The start of the nodes: containerd with its images, kubelet, kube-proxy."""

import os
from pathlib import Path

from lab.fabric import Fabric
from lab.fabric.processes import Process
from lab.fabric.topology import Host
from lab.fabric.wait import Check, wait_for
from lab.kubernetes import node
from lab.kubernetes.images.archives import import_argv
from lab.kubernetes.images.pause import PAUSE_IMAGE
from lab.kubernetes.kubectl import get, why_not
from toolchain import part

CGROUPS = Path("/sys/fs/cgroup")


def start(fabric: Fabric, host: Host, archives: tuple[Path, ...]) -> None:
    """Start containerd with the images, kubelet and kube-proxy, and wait until the node is registered.

    The node is not Ready yet: it needs the pod network's configuration.
    """
    fabric.own_folders(host.name)
    _start_containerd(fabric, host)
    _import(fabric, host, archives)
    make_cgroup(fabric.prefix, host.name)
    kubelet = _start_kubelet(fabric, host)
    _wait(fabric, kubelet, "the node to register", lambda: why_not(fabric, "get", "node", host.name), 60)
    # Not earlier: without a Node object kube-proxy waits half a minute and then uses loopback as the node's address.
    config = _write(fabric, host, "kube-proxy.json", node.text(node.proxy_config(fabric.places, host)))
    path = {"PATH": f"{part('nft').parent}:{part('conntrack').parent}:{os.environ['PATH']}"}
    fabric.start(f"{host.name}.kube-proxy", host.name, node.proxy_argv(part("kube-proxy"), config), env=path)


def wait_ready(fabric: Fabric, host: Host, seconds: float = 120) -> None:
    """Wait until the node is Ready."""
    kubelet = fabric.process(f"{host.name}.kubelet")

    def not_ready() -> str | None:
        conditions = get(fabric, "node", host.name)["status"].get("conditions") or []
        ready = next((condition for condition in conditions if condition["type"] == "Ready"), None)
        if ready is None:
            return "no Ready condition"
        return None if ready["status"] == "True" else str(ready.get("message", ready["status"]))

    _wait(fabric, kubelet, "the node to be Ready", not_ready, seconds)


def make_cgroup(prefix: str, name: str) -> None:
    """Create the control group `/PREFIX/NAME` in every hierarchy with limits.

    Version 1 has a hierarchy per controller; a new cpuset group there is unusable until it has processors and
    memory nodes. Version 2 has one tree, where a controller must be enabled at every level.
    """
    if (CGROUPS / "cgroup.controllers").exists():
        _unified_group(CGROUPS / prefix / name)
        return
    for hierarchy in (path for path in CGROUPS.iterdir() if (path / "tasks").exists()):
        (hierarchy / prefix / name).mkdir(parents=True, exist_ok=True)
        for group in (hierarchy / prefix, hierarchy / prefix / name):
            for share in ("cpuset.cpus", "cpuset.mems"):
                if (group / share).exists() and not (group / share).read_text().strip():
                    (group / share).write_text((group.parent / share).read_text())


def _unified_group(group: Path) -> None:
    group.mkdir(parents=True, exist_ok=True)
    for parent in (group.parent.parent, group.parent, group):
        for controller in (parent / "cgroup.controllers").read_text().split():
            try:
                (parent / "cgroup.subtree_control").write_text(f"+{controller}")
            except OSError:
                # A controller that this kernel cannot enable, such as cpu with realtime tasks.
                continue


def _start_containerd(fabric: Fabric, host: Host) -> None:
    config = _write(fabric, host, "containerd.toml", node.containerd_toml(part("runc"), PAUSE_IMAGE))
    # containerd finds its shim by PATH.
    path = {"PATH": f"{part('containerd-shim-runc-v2').parent}:{os.environ['PATH']}"}
    argv = node.containerd_argv(part("containerd"), config)
    process = fabric.start(f"{host.name}.containerd", host.name, argv, env=path)
    socket = fabric.own(host.name, node.SOCKET)
    _wait(fabric, process, "its socket", lambda: None if socket.is_socket() else "no socket", 30)


def _import(fabric: Fabric, host: Host, archives: tuple[Path, ...]) -> None:
    done = fabric.places.host(host.name) / "images.done"
    wanted = "".join(f"{archive} {archive.stat().st_mtime_ns}\n" for archive in archives)
    if done.exists() and done.read_text() == wanted:
        return
    for archive in archives:
        fabric.run_in(host.name, import_argv(part("ctr"), Path(node.SOCKET), archive), seconds=120)
    done.write_text(wanted)


def _start_kubelet(fabric: Fabric, host: Host) -> Process:
    settings = node.kubelet_config(fabric.places, host, f"/{fabric.prefix}/{host.name}")
    config = _write(fabric, host, "kubelet.json", node.text(settings))
    argv = node.kubelet_argv(part("kubelet"), fabric.places, host, config)
    return fabric.start(f"{host.name}.kubelet", host.name, argv)


def _write(fabric: Fabric, host: Host, name: str, text: str) -> Path:
    path = fabric.places.host(host.name) / name
    # kube-proxy ends when its file changes, even to the same text.
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    return path


def _wait(fabric: Fabric, process: Process, what: str, check: Check, seconds: float) -> None:
    log = fabric.places.log(process.name)
    wait_for(what, check, seconds=seconds, who=process.name.partition(".")[0], process=process, log=log)
