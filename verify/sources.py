"""The sources of checks: the routers, the cluster, the client. Answers are cached for one round."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network
from typing import Any, Protocol

from model.stack import Stack
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


@dataclass(frozen=True)
class NodeState:
    """Whether a node is ready, and its labels."""

    ready: bool
    labels: Mapping[str, str]


@dataclass(frozen=True)
class ObjectFault:
    """A field of an object that the stack writes into the cluster, and that is otherwise there.

    Attributes:
        kind, title: Which object it is; `IPAddressPool`, and `IPAddressPool metallb-system/default`.
        field: The field; "": the object itself is not there.
        wanted: What the stack writes; None where it writes nothing.
        actual: What is there; None: nothing.
    """

    kind: str
    title: str
    field: str
    wanted: Any
    actual: Any


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

    def node_states(self) -> Mapping[str, NodeState]:
        """The state of every node, by name."""

    def service_addresses(self) -> tuple[IPv4Address, ...]:
        """The addresses of all LoadBalancer Services."""

    def metallb_pods(self, namespace: str, component: str) -> Mapping[str, bool]:
        """Whether each pod of a component of MetalLB is ready, by its node; by its name where it has no node yet."""

    def announcing(self, namespace: str, service: tuple[str, str]) -> frozenset[str] | None:
        """The nodes whose MetalLB is to announce a service, as it says itself; None where it says nothing of any.

        Args:
            namespace: MetalLB's.
            service: The service's namespace and name.
        """

    def invalid_states(self, namespace: str) -> tuple[str, ...] | None:
        """What MetalLB says of a configuration that it does not use; None where it has no object for that."""

    def object_faults(self, stack: Stack) -> tuple[ObjectFault, ...]:
        """The fields of the stack's BGP objects and pools that are otherwise; what may not be read is left out."""

    def secret(self, namespace: str, name: str, entry: str) -> str | None:
        """An entry of a Secret; None where there is none."""

    def forget(self) -> None:
        """Discard the answers read so far."""


class Ping(StrEnum):
    """What became of a ping."""

    ANSWERED = "answered"
    TOO_LONG = "too long"  # and a machine on the way said so
    SILENT = "silent"
    NO_ROUTE = "no route"  # and a machine on the way said so


@dataclass(frozen=True)
class Asked:
    """One request for the page that says who asks.

    Attributes:
        answered: Whether there was an answer, of whatever kind.
        own: The client's own address in that connection; None where there was none.
        seen: The address that the pod saw; None where the answer does not say it.
    """

    answered: bool
    own: IPv4Address | None = None
    seen: IPv4Address | None = None


class ClientFacts(Protocol):
    """The answers to a host beyond the router."""

    def pages(self, addresses: Sequence[IPv4Address]) -> tuple[str, ...]:
        """The page of each address over HTTP, in order; "" for no answer; shorter where it stopped early."""

    def who_asks(self, address: IPv4Address, requests: int) -> tuple[Asked, ...]:
        """What became of that many requests for the page that says who asks."""

    def pings(self, addresses: Sequence[IPv4Address], size: int) -> Mapping[IPv4Address, Ping]:
        """What became of one ping to each address, of `size` bytes of data, in packets that may not be split."""

    def forget(self) -> None:
        """Ask again a client that did not answer, and ping again."""


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
        if self.client:
            self.client.forget()
