"""Whether the cluster can be asked at all, before anything is touched: its kubeconfig, and a short knock at its API."""

from pathlib import Path

from cluster.client import UnansweredError, client_of
from cluster.kubeconfig import LAB, fault
from model.cluster import Cluster

KNOCK_SECONDS = 3


def check(cluster: Cluster) -> None:
    """The API server that the kubeconfig names answers; whether it lets the user in is the provider's business.

    Raises:
        ClusterError: No file, one that cannot be used, or no answer.
    """
    path = Path(cluster.kubeconfig or "").expanduser()
    api = client_of(str(path), cluster.context)
    try:
        status = api.status("/readyz", KNOCK_SECONDS)
    except UnansweredError as error:
        raise fault(path, f"no answer from {api.server}: {error}", LAB) from None
    if status >= 500:
        raise fault(path, f"{api.server} is not ready: it answers {status}", LAB)
