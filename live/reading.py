"""Reads a cluster's facts from its API server, a kind of object at a time; what is refused is noted, not fatal."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from errors import ClusterError
from live import objects
from live.client import client_of, reason
from live.facts import Facts

T = TypeVar("T")
_ANSWER_SECONDS = 5
_CALICO = ("projectcalico.org/v3", "crd.projectcalico.org/v1")


class Reader:
    """Reads lists of objects; remembers what could not be looked at.

    Args:
        kubeconfig: Path of the kubeconfig.
        context: Its context; None for the current one.

    Raises:
        ClusterError: The kubeconfig cannot be used.
    """

    def __init__(self, kubeconfig: str, context: str | None) -> None:
        self.unseen: list[str] = []
        self._api = client_of(kubeconfig, context)

    def items(self, about: str, *paths: str) -> list[Mapping[str, Any]] | None:
        """The objects of the first path that is served; None, and a note, where none is or the answer is no list."""
        why = ""
        for path in paths:
            status, answer = self._get(path)
            if (held := _items(status, answer)) is not None:
                return held
            why = f"{status} {answer}" if status != 200 else "the answer is no list"
            if status != 404:
                break
        self.unseen.append(f"{about}: {why}")
        return None

    def optional(self, path: str) -> list[Mapping[str, Any]] | None:
        """The same for what need not be installed: no objects and no note where it is not."""
        status, answer = self._get(path)
        if status == 404:
            return []
        if (held := _items(status, answer)) is not None:
            return held
        self.unseen.append(f"{path.rpartition('/apis/')[2]}: {status} {answer}")
        return None

    def _get(self, path: str) -> tuple[int, Any]:
        """Status and answer; the answer to a refusal is its reason.

        Raises:
            ClusterError: No answer at all.
        """
        import urllib3
        from kubernetes import client

        server = self._api.configuration.host
        try:
            answer = self._api.call_api(
                path,
                "GET",
                header_params={"Accept": "application/json"},
                response_type="object",
                auth_settings=["BearerToken"],
                _return_http_data_only=True,
                _request_timeout=_ANSWER_SECONDS,
            )
        except client.ApiException as refusal:
            return refusal.status, refusal.reason
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise ClusterError(server, f"no answer: {reason(error, _ANSWER_SECONDS)}") from None
        return 200, answer


def _items(status: int, answer: Any) -> list[Mapping[str, Any]] | None:
    held = answer.get("items") if status == 200 and isinstance(answer, Mapping) else None
    return held if isinstance(held, list) else None


def facts(kubeconfig: str, context: str | None = None) -> Facts:
    """What the cluster has.

    Raises:
        ClusterError: The kubeconfig cannot be used, or the API server does not answer.
    """
    reader = Reader(kubeconfig, context)
    calico = {kind: [f"/apis/{version}/{kind}" for version in _CALICO] for kind in ("ippools", "bgppeers")}
    peers = reader.optional("/apis/metallb.io/v1beta2/bgppeers")
    profiles = reader.optional("/apis/metallb.io/v1beta1/bfdprofiles")
    seen = Facts(
        nodes=_of(objects.nodes, reader.items("nodes", "/api/v1/nodes")),
        pod_ranges=_of(objects.pod_ranges, reader.items("Calico's pools", *calico["ippools"])),
        service_ranges=_of(
            objects.service_ranges, reader.items("service ranges", "/apis/networking.k8s.io/v1/servicecidrs")
        ),
        node_asn=_node_asn(reader),
        calico_peers=_of(objects.calico_peers, reader.items("Calico's peers", *calico["bgppeers"])),
        metallb_peers=_of(objects.metallb_peers, peers),
        frr_only=None if peers is None or profiles is None else objects.frr_only(peers, profiles),
        address_pools=_of(objects.address_pools, reader.optional("/apis/metallb.io/v1beta1/ipaddresspools")),
        given=_of(objects.given, reader.items("services", "/api/v1/services")),
    )
    seen.unseen.extend(reader.unseen)
    return seen


def _of(made: Callable[[Any], T], held: list[Mapping[str, Any]] | None) -> T | None:
    return None if held is None else made(held)


def _node_asn(reader: Reader) -> int | None:
    paths = [f"/apis/{version}/bgpconfigurations" for version in _CALICO]
    held = reader.items("Calico's BGP settings", *paths) or []
    specs = [each.get("spec") or {} for each in held if objects.name(each) == "default"]
    return next((int(spec["asNumber"]) for spec in specs if spec.get("asNumber")), None)
