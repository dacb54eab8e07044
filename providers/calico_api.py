"""Calico's cluster-wide BGP settings, read and written through the API server."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from errors import ClusterError

GROUP, VERSION, PLURAL = "projectcalico.org", "v3", "bgpconfigurations"
_ANSWER_SECONDS = 15

T = TypeVar("T")
Spec = dict[str, Any]


class BgpConfigurations:
    """The BGPConfiguration objects of one cluster.

    Args:
        kubeconfig: Path of the kubeconfig.
        context: Its context; None for the current one.
    """

    def __init__(self, kubeconfig: str, context: str | None) -> None:
        # The library takes half a second to import, which a preview need not wait for.
        from kubernetes import client, config

        self._refused: type[Exception] = client.ApiException
        try:
            api = config.new_client_from_config(config_file=kubeconfig, context=context)
        except config.ConfigException as error:
            raise ClusterError("cluster.kubeconfig", f"'{kubeconfig}': {error}") from None
        api.rest_client.pool_manager.connection_pool_kw["retries"] = False
        self._objects = client.CustomObjectsApi(api)

    def spec(self, name: str) -> Spec | None:
        """The spec of the object; None where there is no such object."""
        found = self._ask(name, lambda: self._objects.get_cluster_custom_object(*self._place(name), **_limits()))
        return None if found is None else dict(found.get("spec") or {})

    def create(self, name: str, spec: Spec) -> None:
        """The object exists with this spec."""
        body = {
            "apiVersion": f"{GROUP}/{VERSION}",
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
        return GROUP, VERSION, PLURAL, name

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
                raise ClusterError(who, f"the cluster does not serve {GROUP}/{VERSION}", hint) from None
            raise ClusterError(who, f"the API server answers {status}: {message}") from None
        except urllib3.exceptions.HTTPError as error:
            raise ClusterError(who, f"no answer from the API server: {error}") from None


def _limits() -> dict[str, Any]:
    return {"_request_timeout": _ANSWER_SECONDS}


def _told(refusal: Any) -> tuple[int, str]:
    """The status of a refusal and the API's own message; an API that does not exist has none."""
    try:
        return refusal.status, str(json.loads(refusal.body)["message"])
    except (TypeError, ValueError, KeyError):
        return refusal.status, ""
