"""Reads a cluster's facts from its API server; an object that the server refuses is noted and is not an error."""

from collections.abc import Callable
from typing import Any, TypeVar

from cluster import objects
from cluster.client import Answer, UnansweredError, client_for
from cluster.facts import Facts
from cluster.shapes import (
    AddressPools,
    CalicoPeers,
    Configurations,
    IpPools,
    MetallbPeers,
    Named,
    Nodes,
    ServiceRanges,
    Services,
    Shape,
    checked,
)
from errors import ClusterError

T = TypeVar("T")
_ANSWER_SECONDS = 5
_CALICO = ("projectcalico.org/v3", "crd.projectcalico.org/v1")


class Reader:
    """Reads lists of objects, and collects what could not be read.

    Args:
        kubeconfig: Path of the kubeconfig.
        context: Its context; None: the file's current context.

    Raises:
        ClusterError: The kubeconfig cannot be used.
    """

    def __init__(self, kubeconfig: str, context: str | None) -> None:
        self.unread: list[str] = []
        self._api = client_for(kubeconfig, context)

    def items(self, about: str, shape: Shape, *paths: str) -> list[dict[str, Any]] | None:
        """The objects of the first path that is served; None, and an entry in `unread`: none is served."""
        why = ""
        for path in paths:
            answer = self._get(about, path)
            if answer.status == 200:
                return self._checked(about, shape, path, answer)
            why = answer.refusal
            if answer.status != 404:
                break
        self.unread.append(f"{about}: {why}")
        return None

    def optional(self, shape: Shape, path: str) -> list[dict[str, Any]] | None:
        """The objects of a path that need not be served: an empty list where it is not."""
        about = path.rpartition("/apis/")[2]
        answer = self._get(about, path)
        if answer.status == 404:
            return []
        if answer.status == 200:
            return self._checked(about, shape, path, answer)
        self.unread.append(f"{about}: {answer.refusal}")
        return None

    def _checked(self, about: str, shape: Shape, path: str, answer: Answer) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = checked(shape, about, self._api, path, answer.body)["items"]
        return items

    def _get(self, about: str, path: str) -> Answer:
        """The answer to a GET.

        Raises:
            ClusterError: No answer, or one that is not an API server's.
        """
        try:
            return self._api.ask(about, path, seconds=_ANSWER_SECONDS)
        except UnansweredError as error:
            raise ClusterError(self._api.server, f"no answer: {error}") from None


def facts(kubeconfig: str, context: str | None = None) -> Facts:
    """The facts about the cluster.

    Raises:
        ClusterError: The kubeconfig cannot be used, or the API server does not answer.
    """
    reader = Reader(kubeconfig, context)
    calico = {kind: [f"/apis/{version}/{kind}" for version in _CALICO] for kind in ("ippools", "bgppeers")}
    peers = reader.optional(MetallbPeers, "/apis/metallb.io/v1beta2/bgppeers")
    profiles = reader.optional(Named, "/apis/metallb.io/v1beta1/bfdprofiles")
    seen = Facts(
        nodes=_converted(objects.nodes, reader.items("nodes", Nodes, "/api/v1/nodes")),
        pod_ranges=_converted(objects.pod_ranges, reader.items("Calico's pools", IpPools, *calico["ippools"])),
        service_ranges=_converted(
            objects.service_ranges,
            reader.items("service ranges", ServiceRanges, "/apis/networking.k8s.io/v1/servicecidrs"),
        ),
        node_asn=_node_asn(reader),
        calico_peers=_converted(objects.calico_peers, reader.items("Calico's peers", CalicoPeers, *calico["bgppeers"])),
        metallb_peers=_converted(objects.metallb_peers, peers),
        frr_only=None if peers is None or profiles is None else objects.frr_only(peers, profiles),
        address_pools=_converted(
            objects.address_pools, reader.optional(AddressPools, "/apis/metallb.io/v1beta1/ipaddresspools")
        ),
        assigned=_converted(objects.assigned, reader.items("services", Services, "/api/v1/services")),
    )
    seen.unread.extend(reader.unread)
    return seen


def _converted(convert: Callable[[Any], T], found: list[dict[str, Any]] | None) -> T | None:
    return None if found is None else convert(found)


def _node_asn(reader: Reader) -> int | None:
    paths = [f"/apis/{version}/bgpconfigurations" for version in _CALICO]
    found = reader.items("Calico's BGP settings", Configurations, *paths) or []
    specs = [item.get("spec") or {} for item in found if objects.name(item) == "default"]
    return next((int(spec["asNumber"]) for spec in specs if spec.get("asNumber")), None)
