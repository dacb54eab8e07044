"""A node in the cluster: its pods, and the labels by which its speakers announce no service."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cluster.client import Api, answer_of
from cluster.metallb import DRAINED
from cluster.shapes import NodePods, checked
from errors import ClusterError

# Calico's speakers announce no service from a node with this label. MetalLB's would as well, but the stack tells them
# not to, since kubeadm gives it to every control-plane node: theirs follow the advertisement, and that `DRAINED`.
# Source: `ExcludeServiceAdvertisement` in confd/pkg/backends/calico/client.go of Calico 3.31: no other value counts.
EXCLUDED = ("node.kubernetes.io/exclude-from-external-load-balancers", "true")
# The annotation with the value that label had before.
FORMER = "bgp-coexist/was-excluded"
_OVER = ("Succeeded", "Failed")


@dataclass(frozen=True)
class ClusterNode:
    """A node, by its name at an API server."""

    api: Api
    name: str

    def pods(self) -> tuple[str, ...]:
        """The pods with an address of Calico's, except those of DaemonSets, as `namespace/name`.

        Raises:
            ClusterError: No answer, or a refusal.
        """
        query = {"fieldSelector": f"spec.nodeName={self.name}"}
        path, who = "/api/v1/pods", f"pods on {self.name}"
        body = checked(NodePods, who, self.api, path, self._ask(who, path, **query))
        return tuple(sorted(_evictable(body)))

    def exclude(self) -> None:
        """Let its speakers announce no service.

        Raises:
            ClusterError: No answer, or a refusal.
        """
        metadata, (label, value) = self._metadata(), EXCLUDED
        labels = metadata.get("labels") or {}
        if DRAINED not in labels:
            # kubeadm's label on a control-plane node has the value "".
            self._patch({label: value, DRAINED: ""}, {FORMER: labels.get(label)})

    def include(self) -> None:
        """Let its speakers announce services again; a label of others has its former value.

        Raises:
            ClusterError: No answer, or a refusal.
        """
        metadata = self._metadata()
        if DRAINED in (metadata.get("labels") or {}):
            former = (metadata.get("annotations") or {}).get(FORMER)
            self._patch({EXCLUDED[0]: former, DRAINED: None}, {FORMER: None})

    def _metadata(self) -> Mapping[str, Any]:
        return self._ask(f"node {self.name}", f"/api/v1/nodes/{self.name}").get("metadata") or {}

    def _patch(self, labels: Mapping[str, str | None], annotations: Mapping[str, str | None]) -> None:
        metadata = {"labels": labels, "annotations": annotations}
        self._ask(f"node {self.name}", f"/api/v1/nodes/{self.name}", "PATCH", {"metadata": metadata})

    def _ask(self, who: str, path: str, method: str = "GET", body: Any = None, **query: str) -> dict[str, Any]:
        answer = answer_of(self.api, path, who, method, body, **query)
        if answer.status >= 300:
            raise ClusterError(self.api.server, f"{who}: {method}: {answer.refusal}")
        return answer.body


def _evictable(body: Mapping[str, Any]) -> Iterator[str]:
    for pod in body["items"]:
        owners = {owner["kind"] for owner in pod["metadata"].get("ownerReferences") or ()}
        spec, status = pod.get("spec") or {}, pod.get("status") or {}
        is_running = status.get("phase") not in _OVER
        if is_running and not spec.get("hostNetwork") and not owners & {"DaemonSet", "Node"}:
            yield f"{pod['metadata'].get('namespace')}/{pod['metadata']['name']}"
