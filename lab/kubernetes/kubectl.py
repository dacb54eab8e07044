"""kubectl as the cluster's administrator, run on master1."""

import json
from typing import Any

from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.topology import MASTER
from toolchain import part


def environment(fabric: Fabric) -> dict[str, str]:
    """The environment of kubectl: the lab's cluster, and a cache in the lab's folder instead of the user's home."""
    return {"KUBECONFIG": str(fabric.places.inside_kubeconfig), "KUBECACHEDIR": str(fabric.places.root / "kube-cache")}


def kubectl(fabric: Fabric, *arguments: str, stdin: str | None = None, seconds: float = 60) -> str:
    """The output of kubectl.

    Raises:
        LabError: Its exit code is not 0.
    """
    argv = [str(part("kubectl")), *arguments]
    return fabric.run_in(MASTER.name, argv, stdin=stdin, env=environment(fabric), seconds=seconds)


def get(fabric: Fabric, *arguments: str) -> dict[str, Any]:
    """An object, or a list of them, as the API returns it."""
    found: dict[str, Any] = json.loads(kubectl(fabric, "get", *arguments, "--output=json"))
    return found


def why_not(fabric: Fabric, *arguments: str) -> str | None:
    """The error of kubectl, None when it succeeds; a check for `wait_for`."""
    try:
        kubectl(fabric, *arguments, seconds=10)
    except LabError as error:
        return error.what.rpartition(": ")[2]
    return None
