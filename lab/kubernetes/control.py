"""The start of the control plane on master1."""

from lab.fabric import Fabric
from lab.fabric.topology import MASTER
from lab.fabric.wait import wait_for
from lab.kubernetes import control_plane
from lab.kubernetes.kubectl import why_not
from toolchain import part


def start(fabric: Fabric) -> None:
    """Start etcd, API server, controller-manager and scheduler, and wait until the API server is ready."""
    data = fabric.places.host(MASTER.name) / "etcd"
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    fabric.start(_name("etcd"), MASTER.name, control_plane.etcd_argv(part("etcd"), data))
    api = fabric.start(
        _name("apiserver"), MASTER.name, control_plane.apiserver_argv(part("kube-apiserver"), fabric.places)
    )
    wait_for(
        "the API server to be ready",
        lambda: why_not(fabric, "get", "--raw=/readyz"),
        seconds=120,
        who=MASTER.name,
        process=api,
        log=fabric.places.log(_name("apiserver")),
    )
    manager, scheduler = part("kube-controller-manager"), part("kube-scheduler")
    manager_argv = control_plane.controller_manager_argv(manager, fabric.places)
    fabric.start(_name("controller-manager"), MASTER.name, manager_argv)
    fabric.start(_name("scheduler"), MASTER.name, control_plane.scheduler_argv(scheduler, fabric.places))


def _name(part_of_it: str) -> str:
    return f"{MASTER.name}.{part_of_it}"
