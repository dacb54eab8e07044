"""`python -m verify.gate`: waits until MetalLB accepts objects: its CRDs are established, its webhook answers.

Right after the release is ready the API server may not reach the webhook yet, and refuses MetalLB's objects with
'failed calling webhook'. The gate tries with objects that are thrown away (a server-side dry run).
Source: https://github.com/metallb/metallb/issues/1597 and the chart's `templates/webhooks.yaml`.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from cluster.client import Api, client_for
from cluster.shapes import Definition, checked
from errors import ClusterError
from printable import printable
from verify.cluster import asked

# Not a key of the configuration: it does not describe the network.
SECONDS = "BGP_COEXIST_METALLB_SECONDS"
_GROUP = "metallb.io"
_CRDS = ("ipaddresspools", "bgppeers", "bgpadvertisements")
_PAUSE_SECONDS = 1.0


def wait(seconds: float, obstacle: Callable[[], str], pause_seconds: float = _PAUSE_SECONDS) -> None:
    """Wait until there is no obstacle.

    Args:
        seconds: The longest time to wait.
        obstacle: Returns the obstacle; "" where there is none.
        pause_seconds: Time between two tries.

    Raises:
        ClusterError: The time is up; names the obstacle.
    """
    deadline = time.monotonic() + seconds
    printed = ""
    while current := obstacle():
        if time.monotonic() >= deadline:
            raise ClusterError("metallb", f"not ready after {seconds:g} s: {current}", _HINT)
        if current != printed:
            print(printable(f"waiting: {current}"), file=sys.stderr, flush=True)
            printed = current
        time.sleep(pause_seconds)


_HINT = "look at `kubectl -n NAMESPACE get pods` and the controller's log; can the API server reach its pods?"


def obstacle_of(api: Api, namespace: str) -> str:
    """What keeps MetalLB from accepting objects; "" where nothing does."""
    established = _established(api)
    for plural in _CRDS:
        if f"{plural}.{_GROUP}" not in established:
            return f"CRD {plural}.{_GROUP} is not established"
    return _webhook_obstacle(api, namespace)


def _established(api: Api) -> set[str]:
    """The definitions that are established, each read by its name: the right to list all is not needed."""
    found = set()
    for plural in _CRDS:
        name = f"{plural}.{_GROUP}"
        path = f"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{name}"
        answer = asked(api, f"CRD {name}", path)
        if answer.status not in (200, 404):
            raise ClusterError(api.server, f"CRD {name}: {answer.refusal}")
        crd = checked(Definition, f"CRD {name}", api, path, answer.body) if answer.status == 200 else {}
        conditions = (crd.get("status") or {}).get("conditions") or ()
        if any(each["type"] == "Established" and each["status"] == "True" for each in conditions):
            found.add(name)
    return found


def _webhook_obstacle(api: Api, namespace: str) -> str:
    path = f"/apis/{_GROUP}/v1beta1/namespaces/{namespace}/ipaddresspools"
    answer = asked(api, "MetalLB", path, "POST", _probe(namespace), dryRun="All")
    # Any answer of the webhook will do, also a refusal of the probe.
    if "failed calling webhook" in answer.message:
        return "the webhook does not answer"
    return answer.refusal if answer.status in (404, 429) or answer.status >= 500 else ""


def _probe(namespace: str) -> dict[str, Any]:
    return {
        "apiVersion": f"{_GROUP}/v1beta1",
        "kind": "IPAddressPool",
        "metadata": {"name": "gate-probe", "namespace": namespace},
        # TEST-NET-1 (RFC 5737): reserved for documentation.
        "spec": {"addresses": ["192.0.2.0/32"], "autoAssign": False},
    }


def main(arguments: list[str] | None = None) -> int:
    """Wait until MetalLB accepts objects; 0 once it does, 1 after the time."""
    parser = argparse.ArgumentParser(prog="python -m verify.gate", description="Wait until MetalLB accepts objects.")
    parser.add_argument("--kubeconfig", required=True)
    parser.add_argument("--context")
    parser.add_argument("--namespace", required=True, help="MetalLB's namespace")
    seconds = os.environ.get(SECONDS, "120")
    parser.add_argument("--seconds", type=float, default=seconds, help=f"the longest time to wait; default: ${SECONDS}")
    options = parser.parse_args(arguments)
    try:
        api = client_for(options.kubeconfig, options.context, options.seconds)
        wait(options.seconds, lambda: obstacle_of(api, options.namespace))
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 1
    print("MetalLB takes objects")
    return 0


if __name__ == "__main__":
    sys.exit(main())
