"""The configuration of one stack, and the BGP neighbors that follow from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from model.any_router import AnyRouter
from model.base import Value
from model.cluster import Calico, Cluster, Demo, MetalLb, Pools, Verification
from model.list_names import group_name, inbound_name, node_name, outbound_name
from model.names import RouterName
from model.neighbor import Neighbor, NeighborGroup
from model.router import NeighborSettings, Vrf
from model.router_peer import RouterPeer

Speaker = Literal["calico", "metallb"]
Topology = Literal["two-vrf", "single-session", "calico-only"]


class Stack(Value):
    """One environment: its routers, the cluster, and the sessions between them."""

    # The first key: `metallb` is needed or not by its value.
    topology: Topology = Field(
        "two-vrf",
        description="two-vrf: MetalLB announces services over own sessions, in a second VRF; single-session: Calico "
        "announces them over its session, and MetalLB only assigns addresses; calico-only: Calico also assigns them",
    )
    rollout: Literal["serial", "parallel"] = Field(
        "serial",
        description="serial: a router is changed after the one before it has been changed and verified, in the order "
        "of the file; parallel: all at once",
    )
    routers: dict[RouterName, AnyRouter] = Field(
        min_length=1, description="The routers by name, with their VRFs, interfaces and prefix lists"
    )
    cluster: Cluster = Field(description="The cluster's kubeconfig, nodes and address ranges")
    calico: Calico = Field(description="Calico's AS and the router addresses it dials")
    metallb: MetalLb = Field(
        default_factory=MetalLb.absent,
        description="MetalLB's AS, the router addresses it dials, its pools and chart; `topology: calico-only` alone "
        "does not need it",
    )
    demo: Demo = Field(default_factory=Demo, description="The demonstration service behind a LoadBalancer address")
    verification: Verification = Field(
        default_factory=Verification, description="The checks of the running network after every `pulumi up`"
    )

    @field_validator("metallb", mode="before")
    @classmethod
    def _metallb_where_it_runs(cls, metallb: Any, known: ValidationInfo) -> Any:
        """MetalLB as it is written; without it, for which Pulumi has {}, only where the topology does not need it."""
        if metallb not in ({}, MetalLb.absent()):
            return metallb
        if known.data.get("topology") != "calico-only":
            raise PydanticCustomError("missing", "Field required")
        return MetalLb.absent()

    def stages(self) -> list[list[str]]:
        """The names of the routers that are changed at once, in the order of the changes."""
        names = list(self.routers)
        return [names] if self.rollout == "parallel" else [[name] for name in names]

    def speakers(self) -> dict[Speaker, Calico | MetalLb]:
        """The BGP speakers that dial the routers from every node."""
        both: dict[Speaker, Calico | MetalLb] = {"calico": self.calico, "metallb": self.metallb}
        return both if self.topology == "two-vrf" else {"calico": self.calico}

    def announcer(self) -> Speaker:
        """The speaker that announces the services' addresses."""
        return "metallb" if self.topology == "two-vrf" else "calico"

    def assigner(self) -> Speaker:
        """The program that assigns the services' addresses; its `pools` in the file are in use."""
        return "calico" if self.topology == "calico-only" else "metallb"

    def pools(self) -> Pools:
        """The pools of the services' addresses, by name."""
        return self.calico.pools if self.assigner() == "calico" else self.metallb.pools

    def pool_prefixes(self) -> dict[str, IPv4Network]:
        """The prefixes of these pools, by their path in the file."""
        of_each = ((f"{self.assigner()}.pools.{name}", prefixes) for name, prefixes in self.pools().items())
        return {f"{path}[{index}]": prefix for path, prefixes in of_each for index, prefix in enumerate(prefixes)}

    def service_addresses(self) -> int:
        """The number of addresses in these pools."""
        return sum(prefix.num_addresses for prefix in self.pool_prefixes().values())


@dataclass(frozen=True)
class Place:
    """The router, VRF and interface of an address."""

    router: str
    vrf: str
    interface: str
    address: IPv4Interface


@dataclass(frozen=True)
class PeerPlace(Place):
    """The place of an address that a speaker dials, and who dials it there.

    Attributes:
        nodes: The addresses of the nodes that dial it, by name; names that are no node's are left out.
        drained: The same of nodes that have no session there, because they are drained.
        asn: The AS of these nodes, where the VRF has no other one for a node.
        selector: The labels that select them; empty: they are named.
    """

    nodes: Mapping[str, IPv4Address]
    asn: int
    selector: Mapping[str, str] = field(default_factory=dict)
    drained: Mapping[str, IPv4Address] = field(default_factory=dict)


def place_of(stack: Stack, address: IPv4Address) -> Place | None:
    """The router, table and interface with `address`; None: no interface in a table of `vrfs` has it."""
    for router_name, router in stack.routers.items():
        for vrf_name in router.vrfs:
            for interface, assigned in router.interfaces_in(vrf_name).items():
                if assigned.ip == address:
                    return Place(router_name, vrf_name, interface, assigned)
    return None


def peer_places(stack: Stack) -> Iterator[tuple[Speaker, int, PeerPlace]]:
    """Each dialled address that an interface in a VRF has: the speaker, the index in `peers`, and the place."""
    for speaker, described in stack.speakers().items():
        for index, peer in enumerate(described.peers):
            if place := place_of(stack, peer.address):
                asn = described.asn if peer.asn is None else peer.asn
                nodes, selector = dialling(stack, peer), peer.node_selector or {}
                drained = {name: node for name, node in selected(stack, peer).items() if name not in nodes}
                yield speaker, index, PeerPlace(**vars(place), nodes=nodes, asn=asn, selector=selector, drained=drained)


def dialling(stack: Stack, peer: RouterPeer) -> dict[str, IPv4Address]:
    """The addresses of the nodes that dial a peer, by name: those it selects that are not drained."""
    nodes = selected(stack, peer).items()
    return {name: address for name, address in nodes if name not in stack.cluster.drained}


def selected(stack: Stack, peer: RouterPeer) -> dict[str, IPv4Address]:
    """The addresses of the nodes that a peer selects, by name, drained ones too."""
    entries = stack.cluster.node_entries.items()
    return {name: node.address for name, node in entries if peer.selects(name, node.labels)}


def router_nodes(stack: Stack, speaker: Speaker, router: str) -> dict[str, IPv4Address]:
    """The addresses of the nodes that dial a router with a speaker, by name."""
    places = [at for name, _, at in peer_places(stack) if (name, at.router) == (speaker, router)]
    return {node: address for place in places for node, address in place.nodes.items()}


def vrf_speakers(stack: Stack, router: str, vrf: str) -> list[tuple[Speaker, PeerPlace]]:
    """The speakers that dial addresses in this VRF; in a valid stack all are one, and each node dials once."""
    return [(speaker, at) for speaker, _, at in peer_places(stack) if (at.router, at.vrf) == (router, vrf)]


def vrf_neighbors(stack: Stack, router: str, vrf: str) -> tuple[Neighbor, ...]:
    """The neighbors of a VRF in address order: the nodes that dial an address in it."""
    found = [
        neighbor
        for speaker, place in _of_the_first(vrf_speakers(stack, router, vrf))
        for neighbor in _neighbors(stack, speaker, place)
    ]
    return tuple({each.address: each for each in sorted(found, key=lambda each: each.address)}.values())


def router_neighbors(stack: Stack, router: str, vrf: str) -> tuple[Neighbor | NeighborGroup, ...]:
    """The neighbors of a VRF as the router has them: each node, or one group of all of them."""
    listed, prefixes = vrf_neighbors(stack, router, vrf), stack.routers[router].vrfs[vrf].neighbors.range
    if not (listed and prefixes):
        return listed
    settings = listed[0].model_dump(exclude={"address"})
    return (NeighborGroup(name=group_name(vrf), ranges=tuple(sorted(prefixes)), **settings),)


def _of_the_first(dialled: list[tuple[Speaker, PeerPlace]]) -> list[tuple[Speaker, PeerPlace]]:
    return [each for each in dialled if each[0] == dialled[0][0]]


def _neighbors(stack: Stack, name: Speaker, place: PeerPlace) -> Iterator[Neighbor]:
    settings, speaker = stack.routers[place.router].vrfs[place.vrf].neighbors, stack.speakers()[name]
    limit = maximum_prefix(stack, name)
    for node, address in place.nodes.items():
        yield Neighbor(
            address=address,
            remote_as=settings.remote_as.get(node, place.asn),
            ebgp_multihop=settings.ebgp_multihop,
            update_source=place.interface,
            keepalive_seconds=speaker.session.keepalive(),
            hold_seconds=speaker.session.hold_seconds,
            prefix_list_in=_inbound_list(stack, name, place.vrf, node, settings),
            prefix_list_out=outbound_name(place.vrf) if settings.generates_outbound else settings.prefix_list_out,
            password_key=speaker.session.password_key,
            graceful_restart=speaker.session.graceful_restart or None,
            bfd=speaker.session.bfd is not None or None,
            maximum_prefix=limit,
        )


def _inbound_list(stack: Stack, speaker: Speaker, vrf: str, node: str, settings: NeighborSettings) -> str | None:
    """The prefix list for the routes accepted from a node: the file's, or the generated one of the VRF or the node."""
    if settings.prefix_list_in or settings.accept != "expected":
        return settings.prefix_list_in
    is_own = speaker == "calico" and node in stack.cluster.pod_ranges
    return node_name(stack.cluster.nodes[node], vrf) if is_own else inbound_name(vrf)


def maximum_prefix(stack: Stack, speaker: Speaker) -> int | None:
    """The maximum number of routes that the router accepts from one node of a speaker; None: no limit.

    From MetalLB at most every address of the pools. From Calico at most every /26 of the pods' range, since one node
    can own them all and with `announce: all` passes on those of the others, and as many single addresses from other
    nodes' blocks.
    """
    limit = stack.speakers()[speaker].session.maximum_prefix
    if limit != "auto":
        return limit
    announced = stack.service_addresses() if stack.announcer() == speaker else 0
    return announced + (2 * 2 ** max(26 - stack.cluster.pod_cidr.prefixlen, 0) if speaker == "calico" else 0)


def speaker_vrfs(stack: Stack, speaker: Speaker) -> list[tuple[str, str, Vrf]]:
    """Each (router name, VRF name, VRF) that a speaker peers with; none for a speaker without sessions."""
    places = dict.fromkeys((place.router, place.vrf) for name, _, place in peer_places(stack) if name == speaker)
    return [(router, vrf, stack.routers[router].vrfs[vrf]) for router, vrf in places]
