"""kubectl as the cluster's administrator, run on master1."""

import json
from typing import Any

from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.topology import MASTER
from toolchain import part


def environment(fabric: Fabric) -> dict[str, str]:
    """What keeps kubectl to the lab: its cluster, and a cache that goes with the lab and not into the user's home."""
    return {"KUBECONFIG": str(fabric.places.inside_kubeconfig), "KUBECACHEDIR": str(fabric.places.root / "kube-cache")}


def kubectl(fabric: Fabric, *arguments: str, stdin: str | None = None, seconds: float = 60) -> str:
    """What kubectl printed.

    Raises:
        LabError: It ended with another code than 0.
    """
    argv = [str(part("kubectl")), *arguments]
    return fabric.run_in(MASTER.name, argv, stdin=stdin, env=environment(fabric), seconds=seconds)


def get(fabric: Fabric, *arguments: str) -> dict[str, Any]:
    """An object, or a list of them, as the API gives it."""
    found: dict[str, Any] = json.loads(kubectl(fabric, "get", *arguments, "--output=json"))
    return found


def why_not(fabric: Fabric, *arguments: str) -> str | None:
    """None when kubectl succeeds, else what it said; the form `wait_for` takes."""
    try:
        kubectl(fabric, *arguments, seconds=10)
    except LabError as error:
        return error.what.rpartition(": ")[2]
    return None
