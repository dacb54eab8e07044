"""The sources of checks: the routers, the cluster, the client. Answers are cached for one round."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Protocol

from platforms.facts import RouterFacts
from platforms.running import Running


class RouterSource(Protocol):
    """A router, whose answers are cached."""

    @property
    def facts(self) -> RouterFacts:
        """The facts of its VRFs."""

    def running(self) -> Running:
        """The running configuration as it is now.

        Raises:
            CoexistError: The router does not answer, or its answer is not understood.
        """

    def refused_anew(self, vrf: str, neighbors: Iterable[IPv4Address]) -> Mapping[IPv4Address, int] | None:
        """How many routes each of these neighbors is refused when it is asked for all of them; None: nobody is asked.

        Only neighbors of which the router has refused some since their session came up are asked.
        """

    def forget(self) -> None:
        """Discard the answers read so far."""


@dataclass(frozen=True)
class Pod:
    """One pod that is ready to answer."""

    name: str
    address: IPv4Address
    node: str


class ClusterFacts(Protocol):
    """The facts of the cluster's API."""

    def nodes(self) -> Mapping[str, IPv4Address]:
        """Every node's name and the address it peers from."""

    def blocks(self) -> Mapping[IPv4Network, str]:
        """Calico's confirmed address blocks, each with its node."""

    def service_address(self, namespace: str, name: str) -> IPv4Address | None:
        """The address of a LoadBalancer Service; None where it has none yet."""

    def pods(self, namespace: str, app: str) -> tuple[Pod, ...]:
        """The ready pods labelled `app`, by name."""

    def secret(self, namespace: str, name: str, entry: str) -> str | None:
        """An entry of a Secret; None where there is none."""

    def forget(self) -> None:
        """Discard the answers read so far."""


class ClientFacts(Protocol):
    """The answers to a host beyond the router."""

    def pages(self, addresses: Sequence[IPv4Address]) -> tuple[str, ...]:
        """The page of each address over HTTP, in order; "" for no answer; shorter where it stopped early."""


@dataclass(frozen=True)
class Sources:
    """The sources of checks; cluster and client are None where the stack has none."""

    routers: Mapping[str, RouterSource]
    cluster: ClusterFacts | None = None
    client: ClientFacts | None = None

    def the_cluster(self) -> ClusterFacts:
        """The cluster, for checks of stacks that have one."""
        assert self.cluster is not None
        return self.cluster

    def the_client(self) -> ClientFacts:
        """The client, for checks of stacks that have one."""
        assert self.client is not None
        return self.client

    def forget(self) -> None:
        """Discard the answers read so far."""
        for router in self.routers.values():
            router.forget()
        if self.cluster:
            self.cluster.forget()
