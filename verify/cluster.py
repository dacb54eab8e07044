"""The cluster's facts, read from its API."""

import base64
import json
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network
from threading import RLock
from typing import Any
from urllib.parse import urlencode

from cluster import objects
from cluster.calico_api import served
from cluster.client import Answer, Api, UnansweredError, client_for
from cluster.shapes import Affinities, Anything, Nodes, Pods, SecretData, Services, Shape, checked
from cluster.written import Written, written
from errors import ClusterError
from model.stack import Stack
from verify import cluster_state
from verify.evidence import keep
from verify.sources import NodeState, ObjectFault, Pod

_ANSWER_SECONDS = 10
_UNAUTHORIZED = 401


class ApiCluster:
    """A cluster behind its API server."""

    def __init__(self, kubeconfig: str, context: str | None = None) -> None:
        self._kubeconfig = kubeconfig
        self._context = context
        self._api: Api | None = None
        self._answers: dict[str, Any] = {}
        self._silence: ClusterError | None = (
            None  # a server that does not answer, or lets nobody in, is asked once a round
        )
        self._asking = RLock()

    def nodes(self) -> Mapping[str, IPv4Address]:
        """Every node's name and the address it peers from."""
        nodes = objects.nodes(self._ask("nodes", Nodes, "/api/v1/nodes")["items"])
        return {name: node.address for name, node in nodes.items() if node.address}

    def blocks(self) -> Mapping[IPv4Network, str]:
        """Calico's confirmed address blocks of pods, each with its node; those of services belong to no node."""
        path = "/apis/crd.projectcalico.org/v1/blockaffinities"
        specs = [item["spec"] for item in self._ask("blockaffinities", Affinities, path)["items"]]
        return {
            IPv4Network(spec["cidr"]): spec["node"]
            for spec in specs
            if spec.get("type") != "virtual"
            and spec["state"] == "confirmed"
            and spec.get("deleted") not in ("true", True)
            and ":" not in spec["cidr"]
        }

    def service_address(self, namespace: str, name: str) -> IPv4Address | None:
        """The address of a LoadBalancer Service; None where it has none yet."""
        path = f"/api/v1/namespaces/{namespace}/services"
        services = self._ask(f"services in {namespace}", Services, path)["items"]
        given = [objects.service_addresses(service) for service in services if objects.name(service) == name]
        return next((addresses[0] for addresses in given if addresses), None)

    def pods(self, namespace: str, app: str) -> tuple[Pod, ...]:
        """The ready pods labelled `app`, by name."""
        path = f"/api/v1/namespaces/{namespace}/pods"
        pods = self._ask(f"pods of {namespace}/{app}", Pods, path, labelSelector=f"app={app}")["items"]
        facts = [
            Pod(objects.name(pod), IPv4Address(pod["status"]["podIP"]), (pod.get("spec") or {}).get("nodeName") or "")
            for pod in pods
            if _is_ready(pod)
        ]
        return tuple(sorted(facts, key=lambda pod: pod.name))

    def node_states(self) -> Mapping[str, NodeState]:
        """The state of every node, by name."""
        return cluster_state.node_states(self._ask("nodes", Nodes, "/api/v1/nodes")["items"])

    def service_addresses(self) -> tuple[IPv4Address, ...]:
        """The addresses of all LoadBalancer Services."""
        return cluster_state.service_addresses(self._ask("all services", Services, "/api/v1/services")["items"])

    def metallb_pods(self, namespace: str, component: str) -> Mapping[str, bool]:
        """Whether each pod of a component of MetalLB is ready, by its node; by its name where it has no node yet."""
        about, path = f"{component} pods in {namespace}", f"/api/v1/namespaces/{namespace}/pods"
        selector = cluster_state.pod_selector(component)
        return cluster_state.pods_by_node(self._ask(about, Pods, path, labelSelector=selector)["items"])

    def announcing(self, namespace: str, service: tuple[str, str]) -> frozenset[str] | None:
        """The nodes whose MetalLB is to announce a service, as it says itself; None where it says nothing of any."""
        items = self._optional(f"/apis/metallb.io/v1beta1/namespaces/{namespace}/servicebgpstatuses")
        return cluster_state.announcing(items, service) if items else None

    def invalid_states(self, namespace: str) -> tuple[str, ...] | None:
        """What MetalLB says of a configuration that it does not use; None where it has no object for that."""
        items = self._optional(f"/apis/metallb.io/v1beta1/namespaces/{namespace}/configurationstates")
        return None if items is None else cluster_state.invalid_states(items)

    def object_faults(self, stack: Stack) -> tuple[ObjectFault, ...]:
        """The fields of the stack's BGP objects and pools that are otherwise; what may not be read is left out."""
        with self._asking:
            if self._silence:
                raise self._silence
            version = served(self._kubeconfig, self._context).api_version

        def listed(each: Written) -> list[dict[str, Any]] | None:
            return self._optional(each.path.rpartition("/")[0])

        return tuple(cluster_state.faults(written(stack, version), listed))

    def _optional(self, path: str) -> list[dict[str, Any]] | None:
        """A list of objects; None where the cluster has none of the kind, or gives no right to read them."""
        about = f"GET {path}"
        with self._asking:
            if about not in self._answers:
                self._answers[about] = self._asked(about, Anything, path, (403, 404))
        found: dict[str, Any] = self._answers[about]
        keep("cluster", about, _brief(found))
        items: list[dict[str, Any]] | None = found.get("items")
        return items

    def secret(self, namespace: str, name: str, entry: str) -> str | None:
        """An entry of a Secret; None where there is none."""
        about, path = f"secret {namespace}/{name}", f"/api/v1/namespaces/{namespace}/secrets/{name}"
        data = self._ask(about, SecretData, path, may_miss=True).get("data") or {}
        try:
            return base64.b64decode(data[entry]).decode() if entry in data else None
        except ValueError:
            raise ClusterError(about, f"'{entry}' is no base64 of text") from None

    def forget(self) -> None:
        """Discard the answers read so far."""
        self._answers.clear()
        self._silence = None

    def _ask(self, about: str, shape: Shape, path: str, may_miss: bool = False, **query: str) -> dict[str, Any]:
        with self._asking:
            if about not in self._answers:
                self._answers[about] = self._asked(about, shape, path, (404,) if may_miss else (), **query)
        found: dict[str, Any] = self._answers[about]
        keep("cluster", f"GET {path}" + (f"?{urlencode(query)}" if query else ""), _brief(found))
        return found

    def _asked(self, about: str, shape: Shape, path: str, missing: tuple[int, ...], **query: str) -> dict[str, Any]:
        """The answer; {} for one of the statuses of `missing`."""
        if self._silence:
            raise self._silence
        is_new = self._api is None
        api = self._api = self._api or client_for(self._kubeconfig, self._context)
        try:
            answer = asked(api, about, path, **query)
            if answer.status == _UNAUTHORIZED and is_new:
                self._api = None
                raise ClusterError(api.server, f"{about}: {answer.refusal}")
        except ClusterError as error:
            self._silence = error
            raise
        if answer.status == _UNAUTHORIZED:  # an expired token: its file or its program has a new one
            self._api = None
            return self._asked(about, shape, path, missing, **query)
        if answer.status >= 300 and answer.status not in missing:
            raise ClusterError(api.server, f"{about}: {answer.refusal}")
        return checked(shape, about, api, path, answer.body) if answer.status < 300 else {}


def asked(api: Api, about: str, path: str, method: str = "GET", body: Any = None, **query: str) -> Answer:
    """The API server's answer, refusals included.

    Raises:
        ClusterError: It does not answer, or not as an API server.
    """
    try:
        return api.ask(about, path, method, body, _ANSWER_SECONDS, **query)
    except UnansweredError as error:
        raise ClusterError(api.server, f"{about}: no answer: {error}") from None


def _brief(body: Mapping[str, Any]) -> str:
    """The body as JSON, without what Kubernetes writes for itself."""
    items = body.get("items")
    found = {"items": [_without_managed(item) for item in items]} if isinstance(items, list) else dict(body)
    return json.dumps(found, indent=1)


def _without_managed(item: Mapping[str, Any]) -> dict[str, Any]:
    metadata = {key: value for key, value in (item.get("metadata") or {}).items() if key != "managedFields"}
    return {**item, "metadata": metadata} if metadata else dict(item)


def _is_ready(pod: Mapping[str, Any]) -> bool:
    status = pod.get("status") or {}
    conditions = {condition["type"]: condition["status"] for condition in status.get("conditions") or ()}
    address = status.get("podIP") or ""
    leaving = pod["metadata"].get("deletionTimestamp")
    return bool(address and ":" not in address and not leaving and conditions.get("Ready") == "True")
