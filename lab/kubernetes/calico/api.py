"""Calico's programs that run once per cluster: the server of projectcalico.org/v3, and the controllers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lab.fabric.places import Places

PORT = 5443
NAMESPACE = "calico-apiserver"
REGISTRATION = "v3.projectcalico.org"


def objects() -> str:
    """The objects that make kube-apiserver pass projectcalico.org/v3 on, as JSON for `kubectl apply`.

    Source: https://github.com/projectcalico/calico/blob/v3.31.0/manifests/apiserver.yaml
    """
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": [namespace, _service(), _registration()]})


def _service() -> dict[str, Any]:
    """The server is a process beside kube-apiserver, and not a pod behind a cluster address."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "calico-api", "namespace": NAMESPACE},
        "spec": {"type": "ExternalName", "externalName": "localhost"},
    }


def _registration() -> dict[str, Any]:
    service = {"name": "calico-api", "namespace": NAMESPACE, "port": PORT}
    spec = {
        "group": "projectcalico.org",
        "version": "v3",
        "groupPriorityMinimum": 1500,
        "versionPriority": 200,
        "service": service,
        # The server creates its certificate at its first start.
        "insecureSkipTLSVerify": True,
    }
    return {
        "apiVersion": "apiregistration.k8s.io/v1",
        "kind": "APIService",
        "metadata": {"name": REGISTRATION},
        "spec": spec,
    }


def server_argv(program: Path, places: Places) -> list[str]:
    """The command of the projectcalico.org/v3 server on the control plane's node."""
    kubeconfig, certificates = places.inside_kubeconfig, places.root / "calico" / "certificates"
    delegated = [f"--{task}kubeconfig={kubeconfig}" for task in ("", "authentication-", "authorization-")]
    return [str(program), f"--secure-port={PORT}", "--bind-address=127.0.0.1", f"--cert-dir={certificates}", *delegated]


def controllers_argv(program: Path, places: Places) -> list[str]:
    """The command of Calico's controllers, which release the addresses of deleted pods and nodes."""
    return [str(program), f"--status-file={places.root / 'calico' / 'kube-controllers.json'}"]


def environment(places: Places) -> dict[str, str]:
    """The environment of both programs; the controllers are those of the manifest.

    Source: https://github.com/projectcalico/calico/blob/v3.31.0/manifests/calico.yaml (calico-kube-controllers)
    """
    return {
        "DATASTORE_TYPE": "kubernetes",
        "ENABLED_CONTROLLERS": "node,loadbalancer",
        "KUBECONFIG": str(places.inside_kubeconfig),
    }
