"""What checks can ask: the routers, the cluster, the client. Each answer is kept for one look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Protocol

from platforms.facts import BgpSession, PrefixCounts, Route


class RouterFacts(Protocol):
    """What one router says of a VRF."""

    def sessions(self, vrf: str) -> tuple[BgpSession, ...]:
        """Its BGP neighbors."""

    def prefix_counts(self, vrf: str) -> tuple[PrefixCounts, ...]:
        """What each neighbor that is up is sent and has sent."""

    def routes(self, vrf: str) -> tuple[Route, ...]:
        """Its routing table."""

    def password_marks(self, vrf: str) -> Mapping[str, str]:
        """What stands for each neighbor's password, by address; neighbors without one are left out."""

    def forget(self) -> None:
        """The next question is asked anew."""


@dataclass(frozen=True)
class Pod:
    """One pod that is ready to answer."""

    name: str
    address: IPv4Address
    node: str


class ClusterFacts(Protocol):
    """What the cluster's API says."""

    def nodes(self) -> Mapping[str, IPv4Address]:
        """Every node's name and the address it peers from."""

    def blocks(self) -> Mapping[IPv4Network, str]:
        """Calico's confirmed address blocks, each with its node."""

    def service_address(self, namespace: str, name: str) -> IPv4Address | None:
        """The address a LoadBalancer Service was given; None where it has none yet."""

    def pods(self, namespace: str, app: str) -> tuple[Pod, ...]:
        """The ready pods labelled `app`, by name."""

    def secret(self, namespace: str, name: str, entry: str) -> str | None:
        """An entry of a Secret; None where there is none."""

    def forget(self) -> None:
        """The next question is asked anew."""


class ClientFacts(Protocol):
    """What a host beyond the router gets to see."""

    def pages(self, addresses: Sequence[IPv4Address]) -> tuple[str, ...]:
        """The page each address answers with over HTTP, in order; "" where none came; shorter where it gave up."""


@dataclass(frozen=True)
class World:
    """Everything checks can ask; cluster and client are None where the stack has none."""

    routers: Mapping[str, RouterFacts]
    cluster: ClusterFacts | None = None
    client: ClientFacts | None = None

    def the_cluster(self) -> ClusterFacts:
        """The cluster; only checks of stacks that have one ask."""
        assert self.cluster is not None
        return self.cluster

    def the_client(self) -> ClientFacts:
        """The client; only checks of stacks that have one ask."""
        assert self.client is not None
        return self.client

    def forget(self) -> None:
        """Every next question is asked anew."""
        for router in self.routers.values():
            router.forget()
        if self.cluster:
            self.cluster.forget()
