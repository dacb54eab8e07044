"""The cluster's facts, read from its API."""

import base64
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any, TypeVar

import urllib3
from kubernetes import client, config

from errors import ClusterError
from live.client import reason
from verify.world import Pod

T = TypeVar("T")

_ANSWER_SECONDS = 10
# Calico writes here the address its speaker uses, which need not be the one kubelet reports.
_CALICO_ADDRESS = "projectcalico.org/IPv4Address"


def api_client(kubeconfig: str, context: str | None) -> client.ApiClient:
    """A client of the API server a kubeconfig names.

    Raises:
        ClusterError: The kubeconfig cannot be used.
    """
    try:
        api = config.new_client_from_config(config_file=kubeconfig, context=context)
    except config.ConfigException as error:
        raise ClusterError(f"kubeconfig '{kubeconfig}'", str(error)) from None
    api.rest_client.pool_manager.connection_pool_kw["retries"] = False
    return api


class ApiCluster:
    """A cluster behind its API server."""

    def __init__(self, kubeconfig: str, context: str | None = None) -> None:
        self._kubeconfig = kubeconfig
        self._context = context
        self._api: client.ApiClient | None = None
        self._answers: dict[str, Any] = {}

    def nodes(self) -> Mapping[str, IPv4Address]:
        """Every node's name and the address it peers from."""
        nodes = self._ask("nodes", lambda api: client.CoreV1Api(api).list_node(_request_timeout=_ANSWER_SECONDS))
        return {node.metadata.name: address for node in nodes.items if (address := _node_address(node))}

    def blocks(self) -> Mapping[IPv4Network, str]:
        """Calico's confirmed address blocks, each with its node."""
        affinities = self._ask("blockaffinities", _block_affinities)
        specs = [item["spec"] for item in affinities["items"]]
        return {
            IPv4Network(spec["cidr"]): spec["node"]
            for spec in specs
            if spec["state"] == "confirmed" and spec.get("deleted") != "true" and ":" not in spec["cidr"]
        }

    def service_address(self, namespace: str, name: str) -> IPv4Address | None:
        """The address a LoadBalancer Service was given; None where it has none yet."""
        services = self._ask(
            f"services in {namespace}",
            lambda api: client.CoreV1Api(api).list_namespaced_service(namespace, _request_timeout=_ANSWER_SECONDS),
        )
        given = [
            IPv4Address(ingress.ip)
            for service in services.items
            if service.metadata.name == name
            for ingress in service.status.load_balancer.ingress or ()
            if ingress.ip
        ]
        return given[0] if given else None

    def pods(self, namespace: str, app: str) -> tuple[Pod, ...]:
        """The ready pods labelled `app`, by name."""
        pods = self._ask(
            f"pods of {namespace}/{app}",
            lambda api: client.CoreV1Api(api).list_namespaced_pod(
                namespace, label_selector=f"app={app}", _request_timeout=_ANSWER_SECONDS
            ),
        )
        ready = [pod for pod in pods.items if _is_ready(pod)]
        facts = [Pod(pod.metadata.name, IPv4Address(pod.status.pod_ip), pod.spec.node_name) for pod in ready]
        return tuple(sorted(facts, key=lambda pod: pod.name))

    def secret(self, namespace: str, name: str, entry: str) -> str | None:
        """An entry of a Secret; None where there is none."""
        held = self._ask(f"secret {namespace}/{name}", lambda api: _secret(api, namespace, name))
        return base64.b64decode(held[entry]).decode() if entry in held else None

    def forget(self) -> None:
        """The next question goes to the API server."""
        self._answers.clear()

    def _ask(self, about: str, question: Callable[[client.ApiClient], T]) -> Any:
        if about not in self._answers:
            self._api = self._api or api_client(self._kubeconfig, self._context)
            self._answers[about] = asked(self._api, about, question)
        return self._answers[about]


def asked(api: client.ApiClient, about: str, question: Callable[[client.ApiClient], T]) -> T:
    """The API server's answer.

    Raises:
        ClusterError: It does not answer, or refuses.
    """
    server = api.configuration.host
    try:
        return question(api)
    except client.ApiException as error:
        raise ClusterError(server, f"{about}: {error.status} {error.reason}") from None
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise ClusterError(server, f"{about}: no answer: {reason(error, _ANSWER_SECONDS)}") from None


def _secret(api: client.ApiClient, namespace: str, name: str) -> dict[str, str]:
    try:
        found = client.CoreV1Api(api).read_namespaced_secret(name, namespace, _request_timeout=_ANSWER_SECONDS)
    except client.ApiException as error:
        if error.status == 404:
            return {}
        raise
    return found.data or {}


def _block_affinities(api: client.ApiClient) -> Any:
    return client.CustomObjectsApi(api).list_cluster_custom_object(
        "crd.projectcalico.org", "v1", "blockaffinities", _request_timeout=_ANSWER_SECONDS
    )


def _node_address(node: Any) -> IPv4Address | None:
    calico = (node.metadata.annotations or {}).get(_CALICO_ADDRESS)
    if calico:
        return IPv4Interface(calico).ip
    internal = [a.address for a in node.status.addresses or () if a.type == "InternalIP" and ":" not in a.address]
    return IPv4Address(internal[0]) if internal else None


def _is_ready(pod: Any) -> bool:
    conditions = {condition.type: condition.status for condition in pod.status.conditions or ()}
    return bool(pod.status.pod_ip and not pod.metadata.deletion_timestamp and conditions.get("Ready") == "True")
