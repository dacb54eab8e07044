"""A sources made of plain values, in place of the routers, the cluster and the client."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network

from errors import UnreachableError
from platforms.facts import BgpSession, Hop, PrefixCounts, Route, RouteTargets
from platforms.iosxe.platform import IOS_XE
from platforms.running import Running
from verify.sources import Pod, Sources

NODES = {
    "master1": IPv4Address("10.0.0.1"),
    "worker1": IPv4Address("10.0.0.11"),
    "worker2": IPv4Address("10.0.0.12"),
    "worker3": IPv4Address("10.0.0.13"),
}
SERVICE = IPv4Address("10.100.0.0")
BLOCKS = {IPv4Network(f"192.168.{number}.0/26"): node for number, node in enumerate(NODES)}
PODS = tuple(Pod(f"nginx-{letter}", IPv4Address(f"192.168.{i}.9"), f"worker{i}") for i, letter in enumerate("abc", 1))


def session(address: IPv4Address, asn: int, state: str = "Established") -> BgpSession:
    return BgpSession(address, asn, state, "1d20h", 0 if state == "Established" else None)


def route(prefix: str, *hops: str) -> Route:
    return Route(IPv4Network(prefix), "B", tuple(Hop(IPv4Address(hop)) for hop in hops))


def table() -> list[Route]:
    blocks = [route(str(block), str(NODES[node])) for block, node in BLOCKS.items()]
    return [*blocks, route(f"{SERVICE}/32", *map(str, NODES.values()))]


def route_targets() -> dict[str, RouteTargets]:
    """What each VRF of the seed exchanges."""
    both = frozenset({"65000:1", "65000:2"})
    return {
        "k8s-calico": RouteTargets(frozenset({"65000:2"}), both),
        "k8s-metallb": RouteTargets(frozenset({"65000:1"}), both),
    }


@dataclass
class PlainRouter:
    """A router as it should be; tests spoil it. Both VRFs have the same table."""

    asns: Mapping[str, int] = field(default_factory=lambda: {"k8s-calico": 65002, "k8s-metallb": 65001})
    overruled: dict[tuple[str, IPv4Address], BgpSession | None] = field(default_factory=dict)
    sent: dict[IPv4Address, int] = field(default_factory=lambda: dict.fromkeys(NODES.values(), 0))
    denied: dict[IPv4Address, int] = field(default_factory=dict)
    denied_anew: dict[IPv4Address, int] | None = None
    table: list[Route] = field(default_factory=table)
    forgotten: int = 0
    down: bool = False
    marks: dict[str, str] = field(default_factory=dict)
    configuration: str = ""
    exchanged: dict[str, RouteTargets] = field(default_factory=route_targets)

    @property
    def facts(self) -> "PlainRouter":
        return self

    def password_marks(self, vrf: str) -> Mapping[str, str]:
        self._look()
        return self.marks

    def sessions(self, vrf: str) -> tuple[BgpSession, ...]:
        self._look()
        seen = [self.overruled.get((vrf, a), session(a, self.asns[vrf])) for a in NODES.values()]
        return tuple(one for one in seen if one)

    def prefix_counts(self, vrf: str) -> tuple[PrefixCounts, ...]:
        self._look()
        return tuple(PrefixCounts(address, sent, 1) for address, sent in self.sent.items())

    def refused(self, vrf: str) -> Mapping[IPv4Address, int]:
        self._look()
        return self.denied

    def running(self) -> Running:
        self._look()
        return IOS_XE.parse(self.configuration)

    def refused_anew(self, vrf: str, neighbors: Iterable[IPv4Address]) -> Mapping[IPv4Address, int] | None:
        self._look()
        return self.denied_anew

    def routes(self, vrf: str) -> tuple[Route, ...]:
        self._look()
        return tuple(self.table)

    def targets(self, vrf: str) -> RouteTargets | None:
        self._look()
        return self.exchanged.get(vrf)

    def forget(self) -> None:
        self.forgotten += 1

    def _look(self) -> None:
        if self.down:
            raise UnreachableError("csr1000v", "no connection to 127.0.0.1 port 10022: connection refused")


@dataclass
class PlainCluster:
    """The seed's cluster; tests spoil it."""

    live: dict[str, IPv4Address] = field(default_factory=lambda: dict(NODES))
    given: dict[IPv4Network, str] = field(default_factory=lambda: dict(BLOCKS))
    address: IPv4Address | None = SERVICE
    ready: tuple[Pod, ...] = PODS
    password: str | None = None

    def secret(self, namespace: str, name: str, entry: str) -> str | None:
        assert (namespace, name, entry) == ("kube-system", "bgp-coexist-session", "password")
        return self.password

    def nodes(self) -> Mapping[str, IPv4Address]:
        return self.live

    def blocks(self) -> Mapping[IPv4Network, str]:
        return self.given

    def service_address(self, namespace: str, name: str) -> IPv4Address | None:
        return self.address

    def pods(self, namespace: str, app: str) -> tuple[Pod, ...]:
        return self.ready

    def forget(self) -> None: ...


@dataclass
class PlainClient:
    """Gets the pods' pages in turn from the service, and each pod's own from its address."""

    behind: tuple[Pod, ...] = PODS
    silent: bool = False

    def pages(self, addresses: Sequence[IPv4Address]) -> tuple[str, ...]:
        if self.silent:
            return ("", "", "")
        own = {pod.address: pod.name for pod in self.behind}
        return tuple(own.get(address, self.behind[i % len(self.behind)].name) for i, address in enumerate(addresses))


@dataclass
class Parts:
    """The parts of a sources, to be spoiled one at a time."""

    router: PlainRouter = field(default_factory=PlainRouter)
    cluster: PlainCluster = field(default_factory=PlainCluster)
    client: PlainClient = field(default_factory=PlainClient)

    def sources(self) -> Sources:
        return Sources({"csr1000v": self.router}, self.cluster, self.client)
