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

from cluster.client import ANSWER_SECONDS, Api, UnansweredError, client_for
from cluster.shapes import Definition, checked
from errors import ClusterError
from printable import printable
from verify.cluster import asked

# Not a key of the configuration: it does not describe the network.
SECONDS = "BGP_COEXIST_METALLB_SECONDS"
_GROUP = "metallb.io"
_SILENT = "the webhook does not answer"
_CRDS = ("ipaddresspools", "bgppeers", "bgpadvertisements")


def wait(seconds: float, obstacle: Callable[[], str], pause_seconds: float = 1.0) -> None:
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
    missing = [about for plural in _CRDS if not _is_established(api, about := f"CRD {plural}.{_GROUP}")]
    return f"{missing[0]} is not established" if missing else _webhook_obstacle(api, namespace)


def _is_established(api: Api, about: str) -> bool:
    """Whether a definition is established. It is read by its name: the right to list all is not needed."""
    path = f"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{about.removeprefix('CRD ')}"
    answer = asked(api, about, path)
    if answer.status not in (200, 404):
        raise ClusterError(api.server, f"{about}: {answer.refusal}")
    crd = checked(Definition, about, api, path, answer.body) if answer.status == 200 else {}
    conditions = (crd.get("status") or {}).get("conditions") or ()
    return any(each["type"] == "Established" and each["status"] == "True" for each in conditions)


def _webhook_obstacle(api: Api, namespace: str) -> str:
    path = f"/apis/{_GROUP}/v1beta1/namespaces/{namespace}/ipaddresspools"
    try:
        answer = api.ask("MetalLB", path, "POST", _probe(namespace), ANSWER_SECONDS, dryRun="All")
    except UnansweredError:
        # The API server has just answered about the CRDs, and it waits for the webhook, up to 10 s by default.
        return _SILENT
    # Any answer of the webhook will do, also a refusal of the probe.
    if "failed calling webhook" in answer.message:
        return _SILENT
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
