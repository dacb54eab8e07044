"""Which of Calico's APIs a cluster serves, and Calico's cluster-wide BGP settings, read and written through it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from errors import ClusterError
from live.client import ANSWER_SECONDS, answer_of, client_of, unanswered

PLURAL = "bgpconfigurations"

T = TypeVar("T")
Spec = dict[str, Any]


@dataclass(frozen=True)
class Served:
    """An API under which Calico's BGP objects are written.

    Args:
        group: Its group.
        version: Its version.
        how: Who serves it, in words.
    """

    group: str
    version: str
    how: str

    @property
    def api_version(self) -> str:
        """As an object's `apiVersion`."""
        return f"{self.group}/{self.version}"


AGGREGATED = Served("projectcalico.org", "v3", "Calico's own API server")
V3_DEFINITIONS = Served("projectcalico.org", "v3", "definitions of its own, without Calico's API server")
# The form in which Calico keeps its objects; nothing looks at what is written there before Calico does.
# Source: https://docs.tigera.io/calico/latest/operations/install-apiserver
STORED = Served("crd.projectcalico.org", "v1", "its storage alone: Calico's API server is not installed")


@cache
def served(kubeconfig: str, context: str | None) -> Served:
    """The best API of Calico that the cluster has; the usual one where none can be seen.

    Raises:
        ClusterError: No answer, or an API that is registered and does not answer.
    """
    api, who = client_of(kubeconfig, context), "Calico"
    status, _ = answer_of(api, f"/apis/{AGGREGATED.api_version}", who)
    if status >= 500:
        what = f"{AGGREGATED.api_version} is registered and answers {status}: Calico's API server does not run"
        raise ClusterError(who, what, "kubectl get apiservice v3.projectcalico.org, and look at its pods")
    if status == 200:
        _, registration = answer_of(api, "/apis/apiregistration.k8s.io/v1/apiservices/v3.projectcalico.org", who)
        spec = registration.get("spec")
        return V3_DEFINITIONS if spec is not None and not spec.get("service") else AGGREGATED
    stored, _ = answer_of(api, f"/apis/{STORED.api_version}", who)
    return STORED if stored == 200 else AGGREGATED


class BgpConfigurations:
    """The BGPConfiguration objects of one cluster.

    Args:
        kubeconfig: Path of the kubeconfig.
        context: Its context; None for the current one.
    """

    def __init__(self, kubeconfig: str, context: str | None) -> None:
        from kubernetes import client

        self._refused: type[Exception] = client.ApiException
        self._api = client_of(kubeconfig, context)
        self._objects = client.CustomObjectsApi(self._api)
        self._served = served(kubeconfig, context)

    def spec(self, name: str) -> Spec | None:
        """The spec of the object; None where there is no such object."""
        found = self._ask(name, lambda: self._objects.get_cluster_custom_object(*self._place(name), **_limits()))
        return None if found is None else dict(found.get("spec") or {})

    def create(self, name: str, spec: Spec) -> None:
        """The object exists with this spec."""
        body = {
            "apiVersion": self._served.api_version,
            "kind": "BGPConfiguration",
            "metadata": {"name": name},
            "spec": spec,
        }
        place = self._place(name)[:3]
        self._ask(name, lambda: self._objects.create_cluster_custom_object(*place, body, **_limits()))

    def merge(self, name: str, fields: Mapping[str, Any]) -> None:
        """These fields of the spec are set, those given as None are gone, and no others are touched (RFC 7386)."""
        body = {"spec": dict(fields)}
        self._ask(name, lambda: self._objects.patch_cluster_custom_object(*self._place(name), body, **_limits()))

    def delete(self, name: str) -> None:
        """The object is gone."""
        self._ask(name, lambda: self._objects.delete_cluster_custom_object(*self._place(name), **_limits()))

    def _place(self, name: str) -> tuple[str, str, str, str]:
        return self._served.group, self._served.version, PLURAL, name

    def _ask(self, name: str, call: Callable[[], T]) -> T | None:
        """The answer; None where the object is not there.

        Raises:
            ClusterError: The API server cannot be reached, refuses, or has no such API.
        """
        import urllib3

        who = f"BGPConfiguration '{name}'"
        try:
            return call()
        except self._refused as refusal:
            status, message = _told(refusal)
            if status == 404 and message:
                return None
            if status == 404:
                hint = "install Calico's API server: https://docs.tigera.io/calico/latest/operations/install-apiserver"
                raise ClusterError(who, f"the cluster does not serve {self._served.api_version}", hint) from None
            raise ClusterError(who, f"the API server answers {status}: {message}") from None
        except urllib3.exceptions.HTTPError as error:
            raise unanswered(who, self._api, error, ANSWER_SECONDS) from None


def _limits() -> dict[str, Any]:
    return {"_request_timeout": ANSWER_SECONDS}


def _told(refusal: Any) -> tuple[int, str]:
    """The status of a refusal and the API's own message; an API that does not exist has none."""
    try:
        return refusal.status, str(json.loads(refusal.body)["message"])
    except (TypeError, ValueError, KeyError):
        return refusal.status, ""
