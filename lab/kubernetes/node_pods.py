"""A small pod on every node, as in most clusters (DNS, exporters), so that each node has a block of addresses."""

import json

from lab.fabric import Fabric
from lab.kubernetes.images.pause import PAUSE_IMAGE
from lab.kubernetes.kubectl import kubectl

NAME = "resident"


def daemon_set() -> str:
    """A DaemonSet of pods that only wait, as JSON for `kubectl apply`."""
    labels = {"app": NAME}
    pod = {"containers": [{"name": NAME, "image": PAUSE_IMAGE, "imagePullPolicy": "Never"}]}
    spec = {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": pod}}
    metadata = {"name": NAME, "namespace": "kube-system"}
    return json.dumps({"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": metadata, "spec": spec})


def start(fabric: Fabric) -> None:
    """Start the pods.

    Raises:
        LabError: A pod was not ready in time.
    """
    kubectl(fabric, "apply", "--server-side", "--filename=-", stdin=daemon_set())
    kubectl(fabric, "rollout", "status", f"daemonset/{NAME}", "--namespace=kube-system", "--timeout=180s", seconds=190)
