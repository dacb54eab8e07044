"""The API of Calico that a cluster serves, and Calico's BGPConfiguration objects, read and written through it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cluster.client import answer_of, client_for, shared_client
from cluster.shapes import Registration, WithSpec, checked
from errors import ClusterError

Spec = dict[str, Any]


@dataclass(frozen=True)
class Served:
    """An API through which Calico's BGP objects are written.

    Args:
        api_version: The `apiVersion` of its objects.
        how: How it is served, as messages print it.
    """

    api_version: str
    how: str


AGGREGATED = Served("projectcalico.org/v3", "Calico's own API server")
V3_DEFINITIONS = Served("projectcalico.org/v3", "CustomResourceDefinitions, without Calico's API server")
# The form in which Calico stores its objects; no webhook or API server checks them.
# Source: https://docs.tigera.io/calico/latest/operations/install-apiserver
STORED = Served("crd.projectcalico.org/v1", "Calico's storage format: its API server is not installed")


@cache
def served(kubeconfig: str, context: str | None) -> Served:
    """The preferred API of Calico among those of the cluster; without any, the one of Calico's API server.

    Raises:
        ClusterError: No answer, or a registered API whose server does not run.
    """
    api, who = shared_client(kubeconfig, context), "Calico"
    status = answer_of(api, f"/apis/{AGGREGATED.api_version}", who).status
    if status >= 500:
        what = f"{AGGREGATED.api_version} is registered and answers {status}: Calico's API server does not run"
        raise ClusterError(who, what, "kubectl get apiservice v3.projectcalico.org, and look at its pods")
    if status == 200:
        path = "/apis/apiregistration.k8s.io/v1/apiservices/v3.projectcalico.org"
        answer = answer_of(api, path, who)
        body = checked(Registration, who, api, path, answer.body) if answer.status == 200 else {}
        spec = body.get("spec")
        return V3_DEFINITIONS if spec is not None and not spec.get("service") else AGGREGATED
    stored = answer_of(api, f"/apis/{STORED.api_version}", who).status
    return STORED if stored == 200 else AGGREGATED


class BgpConfigurations:
    """The BGPConfiguration objects of the cluster of a kubeconfig's context; None: the file's current context."""

    def __init__(self, kubeconfig: str, context: str | None) -> None:
        self._api = client_for(kubeconfig, context)
        self._served = served(kubeconfig, context)

    def spec(self, name: str) -> Spec | None:
        """The spec of an object; None: there is no such object."""
        found = self._ask("GET", name)
        if found is None:
            return None
        checked(WithSpec, f"BGPConfiguration '{name}'", self._api, self._path(name), found)
        return dict(found.get("spec") or {})

    def create(self, name: str, spec: Spec) -> None:
        """Create an object with this spec."""
        kind = {"apiVersion": self._served.api_version, "kind": "BGPConfiguration"}
        self._ask("POST", name, {**kind, "metadata": {"name": name}, "spec": spec})

    def merge(self, name: str, fields: Mapping[str, Any]) -> None:
        """Set these fields of the spec and remove those that are None; others stay (RFC 7386)."""
        self._ask("PATCH", name, {"spec": dict(fields)})

    def delete(self, name: str) -> None:
        """Delete the object, if it exists."""
        self._ask("DELETE", name)

    def _path(self, name: str) -> str:
        return f"/apis/{self._served.api_version}/bgpconfigurations/{name}"

    def _ask(self, method: str, name: str, body: Any = None) -> dict[str, Any] | None:
        """The answer to a request; None: there is no such object.

        Raises:
            ClusterError: The API server cannot be reached, refuses, or has no such API.
        """
        who = f"BGPConfiguration '{name}'"
        path = self._path(name).removesuffix(f"/{name}") if method == "POST" else self._path(name)
        answer = answer_of(self._api, path, who, method, body)
        if answer.status < 300:
            return answer.body
        if answer.status == 404 and answer.message:
            return None
        if answer.status == 404:
            hint = "install Calico's API server: https://docs.tigera.io/calico/latest/operations/install-apiserver"
            raise ClusterError(who, f"the cluster does not serve {self._served.api_version}", hint)
        raise ClusterError(who, f"the API server answers {answer.status}: {answer.message}")
