"""A check that the API server answers, before anything is changed."""

from pathlib import Path

from cluster.client import UnansweredError, client_for
from cluster.kubeconfig import LAB, fault
from model.cluster import Cluster

READY_SECONDS = 3


def check(cluster: Cluster) -> None:
    """Check that the kubeconfig is valid and its API server ready; the credentials are not checked.

    Raises:
        ClusterError: The kubeconfig cannot be used, or the API server does not answer.
    """
    path = Path(cluster.kubeconfig or "").expanduser()
    api = client_for(str(path), cluster.context)
    try:
        status = api.status("/readyz", READY_SECONDS)
    except UnansweredError as error:
        raise fault(path, f"no answer from {api.server}: {error}", LAB) from None
    if status >= 500:
        raise fault(path, f"{api.server} is not ready: it answers {status}", LAB)
