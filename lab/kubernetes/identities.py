"""The cluster's certificates and kubeconfigs."""

import base64
import json
import os
from pathlib import Path

from lab.fabric.places import Places
from lab.fabric.topology import MASTER, NODES
from lab.kubernetes.certificates import Authority, Subject, authority, issue, signing_pair
from lab.kubernetes.places import API_SERVICE_IP, API_URL, FORWARDED_URL, kubeconfig, pair

ADMIN = "admin"
SERVED_BY_API = (
    MASTER.ip,
    "127.0.0.1",
    API_SERVICE_IP,
    MASTER.name,
    "localhost",
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
)

# The API server's clients, each with the user and groups of its built-in role.
CLIENTS = {
    ADMIN: Subject("lab-admin", ("system:masters",)),
    "kube-controller-manager": Subject("system:kube-controller-manager"),
    "kube-scheduler": Subject("system:kube-scheduler"),
    "kube-proxy": Subject("system:kube-proxy"),
    **{f"kubelet-{host.name}": Subject(f"system:node:{host.name}", ("system:nodes",)) for host in NODES},
}


def make(places: Places) -> None:
    """Create the missing authorities, certificates and kubeconfigs."""
    folder = places.certificates
    cluster = authority(folder, "ca")
    front = authority(folder, "front-proxy-ca")
    issue(folder, "apiserver", Subject("kube-apiserver", served=SERVED_BY_API), cluster)
    issue(folder, "apiserver-kubelet-client", Subject("kube-apiserver-kubelet-client", ("system:masters",)), cluster)
    issue(folder, "front-proxy-client", Subject("front-proxy-client"), front)
    signing_pair(folder, "service-account")
    for host in NODES:
        server = Subject(f"system:node:{host.name}", ("system:nodes",), (host.name, host.ip))
        issue(folder, f"kubelet-server-{host.name}", server, cluster)
    _clients(places, cluster)


def _clients(places: Places, cluster: Authority) -> None:
    for name, subject in CLIENTS.items():
        issue(places.certificates, name, subject, cluster)
        _write(kubeconfig(places, name), kubeconfig_text(places, name, API_URL))
    _write(places.inside_kubeconfig, kubeconfig_text(places, ADMIN, API_URL))
    _write(places.kubeconfig, kubeconfig_text(places, ADMIN, FORWARDED_URL))


def kubeconfig_text(places: Places, name: str, server: str) -> str:
    """A kubeconfig for the client `name` with embedded certificates, as JSON, which is YAML as well."""
    client = pair(places, name)
    cluster = {"server": server, "certificate-authority-data": _base64(places.certificates / "ca.crt")}
    user = {"client-certificate-data": _base64(client.certificate), "client-key-data": _base64(client.key)}
    whole = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "lab", "cluster": cluster}],
        "users": [{"name": name, "user": user}],
        "contexts": [{"name": "lab", "context": {"cluster": "lab", "user": name}}],
        "current-context": "lab",
    }
    return json.dumps(whole, indent=2) + "\n"


def _base64(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
