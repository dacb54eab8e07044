"""The steps of `up`, in order; a repeated step does only what is missing."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from lab.fabric import Fabric, client, limits, namespaces
from lab.fabric.topology import CABLES, HOSTS, MASTER, NODES, Host
from lab.kubernetes import calico, control, identities, node_pods, nodes
from lab.kubernetes.images.archives import lab_archives
from lab.kubernetes.places import API_PORT, FORWARDED_PORT
from lab.routers import LabRouter
from toolchain import part


@dataclass(frozen=True)
class Step:
    """A step of `up`: its name and description in the progress, and its action."""

    name: str
    brings: str
    act: Callable[[Fabric], None]


def _machines(fabric: Fabric) -> None:
    limits.lift(fabric.places)
    namespaces.build(fabric.prefix, HOSTS, CABLES)


def _identities(fabric: Fabric) -> None:
    identities.make(fabric.places)
    chart = fabric.places.root / "metallb-chart"
    if not chart.exists():
        # A copy: the lab's stack has its path in the clone, which must exist without the cache as well.
        shutil.copytree(part("metallb-chart"), chart)


def _images(fabric: Fabric) -> None:
    lab_archives(fabric.places.root)


def _control_plane(fabric: Fabric) -> None:
    fabric.own_folders(MASTER.name)
    control.start(fabric)
    fabric.forward(f"{MASTER.name}.port", FORWARDED_PORT, MASTER.name, f"{MASTER.ip}:{API_PORT}")


def _nodes(fabric: Fabric) -> None:
    archives = lab_archives(fabric.places.root)

    def start(host: Host) -> None:
        calico.prepare_node(fabric, host)
        nodes.start(fabric, host, archives)

    for host in NODES:
        # One after the other, because they share the mount points.
        fabric.own_folders(host.name)
    with ThreadPoolExecutor() as pool:
        list(pool.map(start, NODES))


def _pod_network(fabric: Fabric) -> None:
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda host: calico.start_node(fabric, host), NODES))
    for host in NODES:
        nodes.wait_ready(fabric, host)


def steps(router: LabRouter) -> tuple[Step, ...]:
    """The steps of a lab with this router."""
    return (
        Step("machines", "6 namespaces and a switch", _machines),
        Step("identities", "certificates, kubeconfigs", _identities),
        Step("router", router.brings, router.start),
        Step("client", "sshd and curl beyond the router", client.start),
        Step("images", "pause, nginx, MetalLB, FRR", _images),
        Step("control plane", "etcd, API server, controller-manager, scheduler", _control_plane),
        Step("nodes", f"containerd, kubelet, kube-proxy on {', '.join(host.name for host in NODES)}", _nodes),
        Step("Calico", "CRDs, IP pool, projectcalico.org/v3 API", calico.install),
        Step("pod network", "felix, confd and BIRD on every node; all nodes Ready", _pod_network),
        Step("node pods", "a pod on every node, so that each has a block of addresses", node_pods.start),
    )
