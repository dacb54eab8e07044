"""The files that the calico-node and CNI containers install on a node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lab.fabric.places import Places
from lab.fabric.topology import Host

FELIX_CONFIGURATION = """\
[global]
MetadataAddr = None
LogFilePath = None
LogSeverityFile = None
LogSeveritySys = None
"""


def cni_configuration(places: Places, node: Host) -> dict[str, Any]:
    """The network of Calico's manifest without portmap: no pod of the lab uses a port of its node.

    Source: https://github.com/projectcalico/calico/blob/v3.31.0/manifests/calico.yaml (cni_network_config)
    """
    calico = {
        "type": "calico",
        "log_level": "info",
        "log_file_path": "/var/log/calico/cni/cni.log",
        "datastore_type": "kubernetes",
        "nodename": node.name,
        "mtu": 1500,
        "ipam": {"type": "calico-ipam"},
        "policy": {"type": "k8s"},
        "kubernetes": {"kubeconfig": str(places.inside_kubeconfig)},
    }
    return {"name": "k8s-pod-network", "cniVersion": "0.3.1", "plugins": [calico]}


def calicoctl_configuration(places: Places) -> dict[str, Any]:
    """Calicoctl's configuration on a node, for calls without environment variables.

    Source: https://docs.tigera.io/calico/3.31/operations/calicoctl/configure/kdd
    """
    spec = {"datastoreType": "kubernetes", "kubeconfig": str(places.inside_kubeconfig)}
    return {"apiVersion": "projectcalico.org/v3", "kind": "CalicoAPIConfig", "metadata": {}, "spec": spec}


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write the value to the file by a rename, because containerd watches the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(value, indent=2) + "\n")
    new.replace(path)


def link(path: Path, target: Path) -> None:
    """Make the path a symbolic link to the target."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(target)
