"""A sources made of plain values, in place of the routers, the cluster and the client."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from errors import UnreachableError
from model.stack import Stack
from platforms.facts import (
    BgpSession,
    Hop,
    Noted,
    PrefixCounts,
    Route,
    RouteTargets,
    RunningInterface,
    RunningNeighbor,
    Setting,
)
from platforms.iosxe.platform import IOS_XE
from platforms.iosxe.tree import Tree, parse
from platforms.running import Running
from preflight.render import rendered
from tests.seed import seed_stack
from verify.sources import Asked, NodeState, ObjectFault, Ping, Pod, Sources

NODES = {
    "master1": IPv4Address("10.0.0.1"),
    "worker1": IPv4Address("10.0.0.11"),
    "worker2": IPv4Address("10.0.0.12"),
    "worker3": IPv4Address("10.0.0.13"),
}
SERVICE = IPv4Address("10.100.0.0")
OWN = IPv4Address("10.0.1.100")
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


def running_neighbor(address: object, asn: int, calico: bool, **changed: str | None) -> RunningNeighbor:
    """A neighbor as the seed has it, with some settings changed; None: without it."""
    values = {"remote_as": str(asn), "source": "GigabitEthernet2", "list_out": "deny-all-routes"}
    values |= {"source": "Loopback2", "multihop": "32"} if calico else {}
    found = {Setting[name.upper()]: value for name, value in {**values, **changed}.items() if value}
    words = {name: " ".join(dict.fromkeys((name, value))) for name, value in found.items()}
    return RunningNeighbor(found, {name: f"neighbor {address} {each}" for name, each in words.items()})


def running_neighbors(nodes: Iterable[IPv4Address] = NODES.values()) -> dict[tuple[str, str], RunningNeighbor]:
    """The neighbors of the seed by VRF and address, or those of other nodes."""
    both = {"k8s-calico": (65002, True), "k8s-metallb": (65001, False)}
    return {
        (vrf, str(address)): running_neighbor(address, *settings) for vrf, settings in both.items() for address in nodes
    }


def running_interfaces(nodes: str = "10.0.0.254/24", client: str = "10.0.1.254/24") -> dict[str, RunningInterface]:
    """The interfaces of the seed, or with other addresses on the sides of the nodes and of the client."""
    both = {
        "k8s-calico": {"Loopback2": "1.1.1.2/32", "GigabitEthernet3": client},
        "k8s-metallb": {"Loopback1": "1.1.1.1/32", "GigabitEthernet2": nodes},
    }
    return {
        name: RunningInterface(vrf, (IPv4Interface(address),))
        for vrf, each in both.items()
        for name, address in each.items()
    }


@cache
def seed_tree() -> Tree:
    """The lines that the seed wants on its router."""
    return parse(rendered(seed_stack(), "csr1000v"))


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
    configured: dict[tuple[str, str], RunningNeighbor] = field(default_factory=running_neighbors)
    ports: dict[str, RunningInterface] = field(default_factory=running_interfaces)
    paths: dict[str, int | None] = field(default_factory=lambda: {"k8s-calico": None, "k8s-metallb": 4})
    leaking: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {"deny-all-routes": ("seq 5 deny 0.0.0.0/0 le 32",)}
    )
    log: dict[IPv4Address, Noted] = field(default_factory=dict)
    is_saved: bool | None = True

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

    def neighbors(self, vrf: str) -> Mapping[str, RunningNeighbor]:
        self._look()
        return {name: each for (table, name), each in self.configured.items() if table == vrf}

    def maximum_paths(self, vrf: str) -> int | None:
        return self.paths[vrf]

    def leak_filters(self, vrf: str) -> tuple[str, ...]:
        return self.leaking.get(vrf, ())

    def prefix_list(self, name: str) -> tuple[str, ...]:
        return self.lists.get(name, ())

    def interfaces(self) -> Mapping[str, RunningInterface]:
        return self.ports

    def notices(self) -> Mapping[IPv4Address, Noted]:
        return self.log

    def tree(self) -> Tree:
        self._look()
        return seed_tree()

    def saved(self) -> bool | None:
        self._look()
        return self.is_saved

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
    states: dict[str, NodeState] = field(default_factory=lambda: dict.fromkeys(NODES, NodeState(True, {})))
    speakers: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(NODES, True))
    controllers: dict[str, bool] = field(default_factory=lambda: {"worker1": True})
    faults: tuple[ObjectFault, ...] = ()
    given_to_services: tuple[IPv4Address, ...] = (SERVICE,)
    speaking: frozenset[str] | None = frozenset(NODES)
    invalid: tuple[str, ...] | None = ()

    def node_states(self) -> Mapping[str, NodeState]:
        return self.states

    def service_addresses(self) -> tuple[IPv4Address, ...]:
        return self.given_to_services

    def metallb_pods(self, namespace: str, component: str) -> Mapping[str, bool]:
        assert namespace == "metallb-system"
        return {"speaker": self.speakers, "controller": self.controllers}[component]

    def announcing(self, namespace: str, service: tuple[str, str]) -> frozenset[str] | None:
        return self.speaking

    def invalid_states(self, namespace: str) -> tuple[str, ...] | None:
        return self.invalid

    def object_faults(self, stack: Stack) -> tuple[ObjectFault, ...]:
        return self.faults

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
    pinged: dict[IPv4Address, Ping] = field(default_factory=dict)
    full: dict[IPv4Address, Ping] = field(default_factory=dict)
    seen: IPv4Address | None = OWN

    def forget(self) -> None: ...

    def who_asks(self, address: IPv4Address, requests: int) -> tuple[Asked, ...]:
        return (Asked(False) if self.silent else Asked(True, OWN, self.seen),) * requests

    def pings(self, addresses: Sequence[IPv4Address], size: int) -> Mapping[IPv4Address, Ping]:
        known = self.pinged | (self.full if size > 1000 else {})
        return {address: known.get(address, Ping.ANSWERED) for address in addresses}

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
