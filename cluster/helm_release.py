"""A Helm release that a killed run left in the middle of an operation: Helm refuses every further one.

Source: https://helm.sh/docs/topics/kubernetes_apis, and Helm's storage driver, which keeps one Secret per revision.
"""

from typing import Any

from cluster.client import answer_of, client_of
from cluster.shapes import Secrets, checked
from errors import ClusterError

PENDING = ("pending-install", "pending-upgrade", "pending-rollback")


def check(kubeconfig: str, context: str | None, namespace: str, name: str) -> None:
    """No operation on the release is under way or was cut short; where that may not be read nothing is said.

    Raises:
        ClusterError: There is one; says since when, and how to get out of it.
    """
    api = client_of(kubeconfig, context)
    labels = f"owner=helm,name={name},status in ({','.join(PENDING)})"
    path = f"/api/v1/namespaces/{namespace}/secrets"
    who = f"release '{name}'"
    answer = answer_of(api, path, who, labelSelector=labels)
    if answer.status == 200:
        for secret in checked(Secrets, who, api, path, answer.body)["items"]:
            raise _stuck(namespace, name, secret["metadata"])


def _stuck(namespace: str, name: str, metadata: dict[str, Any]) -> ClusterError:
    labels = metadata.get("labels") or {}
    since = f"revision {labels.get('version', '?')}, since {metadata.get('creationTimestamp', '?')}"
    status = labels.get("status", "an operation")
    what = f"in namespace '{namespace}' is in {status} ({since}): Helm takes no other operation on it"
    hint = f"if nobody is at work on it: kubectl --namespace {namespace} delete secret {metadata['name']}, then again"
    return ClusterError(f"release '{name}'", what, hint)
