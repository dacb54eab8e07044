"""The cluster's ports, ranges and files that several parts use."""

from dataclasses import dataclass
from pathlib import Path

from lab.fabric.places import Places
from lab.fabric.topology import MASTER

API_PORT = 6443
API_URL = f"https://{MASTER.ip}:{API_PORT}"
FORWARDED_PORT = 16443
FORWARDED_URL = f"https://127.0.0.1:{FORWARDED_PORT}"
# Not the usual /12: that would cover MetalLB's pool 10.100.0.0/24.
SERVICE_RANGE = "10.96.0.0/14"
API_SERVICE_IP = "10.96.0.1"
POD_RANGE = "192.168.0.0/16"


@dataclass(frozen=True)
class Pair:
    """The files of a certificate and its key."""

    certificate: Path
    key: Path


def pair(places: Places, name: str) -> Pair:
    """The certificate `name` in `.lab/certificates`."""
    return Pair(places.certificates / f"{name}.crt", places.certificates / f"{name}.key")


def kubeconfig(places: Places, name: str) -> Path:
    """The kubeconfig of a component, for use inside the namespaces."""
    return places.certificates / f"{name}.kubeconfig"
