"""`python -m verify.gate`: waits until MetalLB takes objects, its CRDs established and its webhook answering.

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

from kubernetes import client

from errors import ClusterError
from printable import printable
from verify.cluster import api_client, asked

# Not a key of the configuration: how slow a cluster is says nothing about what should be on it.
SECONDS = "BGP_COEXIST_METALLB_SECONDS"
_GROUP = "metallb.io"
_CRDS = ("ipaddresspools", "bgppeers", "bgpadvertisements")
_PAUSE_SECONDS = 1.0
_ANSWER_SECONDS = 15


def wait(seconds: float, obstacle: Callable[[], str], pause_seconds: float = _PAUSE_SECONDS) -> None:
    """Nothing is in the way any more.

    Args:
        seconds: How long it may take.
        obstacle: Says what is in the way; "" where nothing is.
        pause_seconds: Time between two tries.

    Raises:
        ClusterError: The time is up; says what is still in the way.
    """
    deadline = time.monotonic() + seconds
    told = ""
    while current := obstacle():
        if time.monotonic() >= deadline:
            raise ClusterError("metallb", f"not ready after {seconds:g} s: {current}", _HINT)
        if current != told:
            print(printable(f"waiting: {current}"), file=sys.stderr, flush=True)
            told = current
        time.sleep(pause_seconds)


_HINT = "look at `kubectl -n NAMESPACE get pods` and the controller's log; can the API server reach its pods?"


def obstacle_of(api: client.ApiClient, namespace: str) -> str:
    """What keeps MetalLB from taking objects; "" where nothing does."""
    for plural in _CRDS:
        if not _is_established(api, f"{plural}.{_GROUP}"):
            return f"CRD {plural}.{_GROUP} is not established"
    return _webhook_obstacle(api, namespace)


def _is_established(api: client.ApiClient, name: str) -> bool:
    crds = asked(api, "CRDs", lambda a: client.ApiextensionsV1Api(a).list_custom_resource_definition())
    conditions = [c for crd in crds.items if crd.metadata.name == name for c in crd.status.conditions or ()]
    return any(condition.type == "Established" and condition.status == "True" for condition in conditions)


def _webhook_obstacle(api: client.ApiClient, namespace: str) -> str:
    try:
        _dry_run(api, namespace, _probe(namespace))
    except client.ApiException as error:
        # Any answer of the webhook itself will do, also that it does not like the probe.
        if "failed calling webhook" in (error.body or ""):
            return "the webhook does not answer"
        if error.status in (404, 429) or error.status >= 500:
            return f"{error.status} {error.reason}"
    return ""


def _dry_run(api: client.ApiClient, namespace: str, pool: dict[str, Any]) -> Any:
    return client.CustomObjectsApi(api).create_namespaced_custom_object(
        _GROUP, "v1beta1", namespace, "ipaddresspools", pool, dry_run="All", _request_timeout=_ANSWER_SECONDS
    )


def _probe(namespace: str) -> dict[str, Any]:
    return {
        "apiVersion": f"{_GROUP}/v1beta1",
        "kind": "IPAddressPool",
        "metadata": {"name": "gate-probe", "namespace": namespace},
        # TEST-NET-1 (RFC 5737): in nobody's pool.
        "spec": {"addresses": ["192.0.2.0/32"], "autoAssign": False},
    }


def main(arguments: list[str] | None = None) -> int:
    """Wait, say what for, and end with 0 once MetalLB takes objects."""
    parser = argparse.ArgumentParser(prog="python -m verify.gate", description="Waits until MetalLB takes objects.")
    parser.add_argument("--kubeconfig", required=True)
    parser.add_argument("--context")
    parser.add_argument("--namespace", required=True, help="MetalLB's")
    seconds = os.environ.get(SECONDS, "120")
    parser.add_argument("--seconds", type=float, default=seconds, help=f"how long it may take; default: ${SECONDS}")
    options = parser.parse_args(arguments)
    try:
        api = api_client(options.kubeconfig, options.context)
        wait(options.seconds, lambda: asked(api, "MetalLB", lambda a: obstacle_of(a, options.namespace)))
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 1
    print("MetalLB takes objects")
    return 0


if __name__ == "__main__":
    sys.exit(main())
