"""A node in the cluster: its pods, and the label by which its speakers announce no service."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cluster.client import Api, answer_of
from cluster.shapes import NodePods, checked
from errors import ClusterError

# Both speakers leave out a node with this label. Source: Kubernetes, Well-Known Labels; MetalLB, speaker/main.go.
LABEL = "node.kubernetes.io/exclude-from-external-load-balancers"
# Marks a label that was set here, so that one of others is not taken away.
MARK = "bgp-coexist/drained"
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
        if LABEL not in self._metadata("labels"):
            self._patch({"labels": {LABEL: ""}, "annotations": {MARK: "true"}})

    def include(self) -> bool:
        """Let its speakers announce services again; False where the label is another's, who keeps it.

        Raises:
            ClusterError: No answer, or a refusal.
        """
        if MARK in self._metadata("annotations"):
            self._patch({"labels": {LABEL: None}, "annotations": {MARK: None}})
            return True
        return LABEL not in self._metadata("labels")

    def _metadata(self, field: str) -> Mapping[str, str]:
        body = self._ask(f"node {self.name}", f"/api/v1/nodes/{self.name}")
        return (body.get("metadata") or {}).get(field) or {}

    def _patch(self, metadata: Mapping[str, Any]) -> None:
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
