"""A check for an unfinished Helm operation, left by a killed run: Helm refuses every further one.

Source: https://helm.sh/docs/topics/kubernetes_apis, and Helm's storage driver, which keeps one Secret per revision.
"""

from cluster.client import answer_of, shared_client
from cluster.shapes import Secrets, checked
from errors import ClusterError

PENDING = ("pending-install", "pending-upgrade", "pending-rollback")


def check(kubeconfig: str, context: str | None, namespace: str, name: str) -> None:
    """Check that no operation on the release is unfinished; without the right to read Secrets nothing is checked.

    Raises:
        ClusterError: There is one; the text has its start, and the command that removes it.
    """
    api = shared_client(kubeconfig, context)
    labels = f"owner=helm,name={name},status in ({','.join(PENDING)})"
    path = f"/api/v1/namespaces/{namespace}/secrets"
    who = f"release '{name}'"
    answer = answer_of(api, path, who, labelSelector=labels)
    if answer.status == 200:
        for secret in checked(Secrets, who, api, path, answer.body)["items"]:
            metadata, delete = secret["metadata"], f"kubectl --namespace {namespace} delete secret"
            own = metadata.get("labels") or {}
            since = f"revision {own.get('version', '?')}, since {metadata.get('creationTimestamp', '?')}"
            status = own.get("status", "an operation")
            what = f"in namespace '{namespace}' is in {status} ({since}): Helm refuses other operations on it"
            raise ClusterError(who, what, f"if no operation is running: {delete} {metadata['name']}, then repeat")
