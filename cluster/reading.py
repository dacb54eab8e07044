"""Reads a cluster's facts from its API server; an object that the server refuses is noted and is not an error."""

from collections.abc import Callable
from typing import Any, TypeVar

from cluster import objects
from cluster.client import UnansweredError, shared_client
from cluster.facts import Facts
from cluster.shapes import (
    AddressPools,
    CalicoPeers,
    Configurations,
    Controllers,
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
from model.stack import Speaker

T = TypeVar("T")
_ANSWER_SECONDS = 5
_CONTROLLERS = "kubecontrollersconfigurations"


class Reader:
    """Reads lists of objects, and collects what could not be read."""

    def __init__(self, kubeconfig: str, context: str | None) -> None:
        self.unread: list[str] = []
        self._api = shared_client(kubeconfig, context)

    def read(self, facts_of: Callable[[Any], T], shape: Shape, about: str, *paths: str) -> T | None:
        """The facts of the objects at the first path that is served; None, and an entry in `unread`: none is served.

        Raises:
            ClusterError: No answer, or one that is not an API server's.
        """
        why = ""
        for path in paths:
            try:
                answer = self._api.ask(about, path, seconds=_ANSWER_SECONDS)
            except UnansweredError as error:
                raise ClusterError(self._api.server, f"no answer: {error}") from None
            if answer.status == 200:
                return facts_of(checked(shape, about, self._api, path, answer.body)["items"])
            # MetalLB need not be there yet.
            if answer.status == 404 and "/metallb.io/" in path:
                return facts_of([])
            why = answer.refusal
            if answer.status != 404:
                break
        self.unread.append(f"{about}: {why}")
        return None

    def calico(self, facts_of: Callable[[Any], T], shape: Shape, about: str, kind: str) -> T | None:
        """The facts of Calico's objects of a kind, from the newest of its APIs that is served."""
        versions = ("projectcalico.org/v3", "crd.projectcalico.org/v1")
        return self.read(facts_of, shape, about, *(f"/apis/{version}/{kind}" for version in versions))

    def metallb(self, facts_of: Callable[[Any], T], shape: Shape, kind: str) -> T | None:
        """The facts of MetalLB's objects of a kind, which need not be served."""
        return self.read(facts_of, shape, f"metallb.io/{kind}", f"/apis/metallb.io/{kind}")


def facts(kubeconfig: str, context: str | None = None, assigner: Speaker = "metallb") -> Facts:
    """The facts about the cluster of a kubeconfig's context; None: the file's current context.

    The configuration of Calico's controllers is read only where Calico assigns the services' addresses.

    Raises:
        ClusterError: The kubeconfig cannot be used, or the API server does not answer.
    """
    reader = Reader(kubeconfig, context)
    peers = reader.metallb(list, MetallbPeers, "v1beta2/bgppeers")
    profiles = reader.metallb(list, Named, "v1beta1/bfdprofiles")
    nodes = reader.read(objects.nodes, Nodes, "nodes", "/api/v1/nodes")
    pools = reader.calico(list, IpPools, "Calico's pools", "ippools")
    assign_ips = None
    if assigner == "calico":
        assign_ips = reader.calico(objects.assign_ips, Controllers, "Calico's controllers", _CONTROLLERS)
    ranges = "/apis/networking.k8s.io/v1/servicecidrs"
    return Facts(
        nodes=nodes,
        pod_ranges=None if pools is None else objects.pod_ranges(pools),
        cross_subnet=None if pools is None else objects.cross_subnet(pools),
        service_pools=None if pools is None else objects.service_pools(pools),
        assign_ips=assign_ips,
        service_ranges=reader.read(objects.service_ranges, ServiceRanges, "service ranges", ranges),
        node_asn=reader.calico(objects.node_asn, Configurations, "Calico's BGP settings", "bgpconfigurations"),
        calico_peers=reader.calico(objects.peers, CalicoPeers, "Calico's peers", "bgppeers"),
        metallb_peers=None if peers is None else objects.peers(peers),
        frr_only=None if peers is None or profiles is None else objects.frr_only(peers, profiles),
        address_pools=reader.metallb(objects.address_pools, AddressPools, "v1beta1/ipaddresspools"),
        assigned=reader.read(objects.assigned, Services, "services", "/api/v1/services"),
        unread=reader.unread,
    )
