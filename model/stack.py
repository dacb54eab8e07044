"""The configuration of one stack, and the BGP neighbors that follow from it."""

from collections.abc import Iterator
from ipaddress import IPv4Address
from typing import Literal

from pydantic import Field

from model.addresses import Address, InterfaceAddress
from model.any_router import AnyRouter
from model.base import Asn, Value
from model.cluster import Calico, Cluster, Demo, MetalLb, Verification
from model.list_names import inbound_name, node_name, outbound_name
from model.names import RouterName
from model.router import NeighborSettings, Vrf

Speaker = Literal["calico", "metallb"]


class Stack(Value):
    """One environment: its routers, the cluster, and the sessions between them."""

    topology: Literal["two-vrf", "single-session"] = Field(
        "two-vrf",
        description="two-vrf: MetalLB announces services over own sessions, in a second VRF; single-session: Calico "
        "announces them over its session, and MetalLB only assigns addresses",
    )
    routers: dict[RouterName, AnyRouter] = Field(
        min_length=1, description="The routers by name, with their VRFs, interfaces and prefix lists"
    )
    cluster: Cluster = Field(description="The cluster's kubeconfig, nodes and address ranges")
    calico: Calico = Field(description="Calico's AS and the router addresses it dials")
    metallb: MetalLb = Field(description="MetalLB's AS, the router addresses it dials, its pools and chart")
    demo: Demo = Field(default_factory=Demo, description="The demonstration service behind a LoadBalancer address")
    verification: Verification = Field(
        default_factory=Verification, description="The checks of the running network after every `pulumi up`"
    )

    def speakers(self) -> dict[Speaker, Calico | MetalLb]:
        """The BGP speakers that dial the routers from every node."""
        both: dict[Speaker, Calico | MetalLb] = {"calico": self.calico, "metallb": self.metallb}
        return both if self.topology == "two-vrf" else {"calico": self.calico}

    def announcer(self) -> Speaker:
        """The speaker that announces the services' addresses."""
        return "metallb" if self.topology == "two-vrf" else "calico"


class Neighbor(Value):
    """A node as a BGP neighbor of the router in one VRF."""

    address: Address
    remote_as: Asn
    ebgp_multihop: int | None = None
    update_source: str | None = None
    keepalive_seconds: int | None = None
    hold_seconds: int | None = None
    prefix_list_in: str | None = None
    prefix_list_out: str | None = None
    password_key: str | None = None
    password: str | None = None  # its fingerprint
    graceful_restart: bool | None = None
    bfd: bool | None = None
    maximum_prefix: int | None = None


class PeerPlace(Value):
    """The router, VRF and interface of an address that a speaker dials."""

    router: str
    vrf: str
    interface: str
    address: InterfaceAddress


def peer_place(stack: Stack, address: IPv4Address) -> PeerPlace | None:
    """The router, VRF and interface with `address`; None: no interface in a VRF of the stack has it."""
    for router_name, router in stack.routers.items():
        for vrf_name, vrf in router.vrfs.items():
            for interface, assigned in vrf.interfaces.items():
                if assigned.ip == address:
                    return PeerPlace(router=router_name, vrf=vrf_name, interface=interface, address=assigned)
    return None


def peer_places(stack: Stack) -> Iterator[tuple[Speaker, int, PeerPlace]]:
    """Each dialled address that an interface in a VRF has: the speaker, the index in `peers`, and the interface."""
    for speaker, described in stack.speakers().items():
        for index, address in enumerate(described.peers):
            if place := peer_place(stack, address):
                yield speaker, index, place


def vrf_speakers(stack: Stack, router: str, vrf: str) -> list[tuple[Speaker, PeerPlace]]:
    """The speakers that dial an address in this VRF; a valid stack has at most one."""
    return [(speaker, at) for speaker, _, at in peer_places(stack) if (at.router, at.vrf) == (router, vrf)]


def vrf_neighbors(stack: Stack, router: str, vrf: str) -> tuple[Neighbor, ...]:
    """The neighbors of a VRF in address order: every node of the cluster; none where no speaker dials the VRF."""
    speakers = vrf_speakers(stack, router, vrf)
    if not speakers:
        return ()
    name, place = speakers[0]
    settings, speaker = stack.routers[router].vrfs[vrf].neighbors, stack.speakers()[name]
    return tuple(
        Neighbor(
            address=address,
            remote_as=settings.remote_as.get(node, speaker.asn),
            ebgp_multihop=settings.ebgp_multihop,
            update_source=place.interface,
            keepalive_seconds=speaker.session.keepalive(),
            hold_seconds=speaker.session.hold_seconds,
            prefix_list_in=_inbound_list(stack, name, vrf, node, settings),
            prefix_list_out=outbound_name(vrf) if settings.advertise else settings.prefix_list_out,
            password_key=speaker.session.password_key,
            graceful_restart=speaker.session.graceful_restart or None,
            bfd=speaker.session.bfd is not None or None,
            maximum_prefix=maximum_prefix(stack, name),
        )
        for node, address in sorted(stack.cluster.nodes.items(), key=lambda entry: entry[1])
    )


def _inbound_list(stack: Stack, speaker: Speaker, vrf: str, node: str, settings: NeighborSettings) -> str | None:
    """The prefix list for the routes accepted from a node: the file's, or the generated one of the VRF or the node."""
    if settings.prefix_list_in or settings.accept == "all":
        return settings.prefix_list_in
    is_own = speaker == "calico" and node in stack.cluster.pod_ranges
    return node_name(stack.cluster.nodes[node], vrf) if is_own else inbound_name(vrf)


def maximum_prefix(stack: Stack, speaker: Speaker) -> int | None:
    """The maximum number of routes that the router accepts from one node of a speaker; None: no limit.

    From MetalLB at most every address of the pools. From Calico at most every /26 of the pods' range, since with the
    mesh each node passes on those of the others, and as many single addresses from other nodes' blocks.
    """
    limit = stack.speakers()[speaker].session.maximum_prefix
    if limit != "auto":
        return limit
    announced = stack.metallb.addresses() if stack.announcer() == speaker else 0
    return announced + (2 * 2 ** max(26 - stack.cluster.pod_cidr.prefixlen, 0) if speaker == "calico" else 0)


def speaker_vrfs(stack: Stack, speaker: Speaker) -> list[tuple[str, str, Vrf]]:
    """Each (router name, VRF name, VRF) that a speaker peers with; none for a speaker without sessions."""
    places = [place for name, _, place in peer_places(stack) if name == speaker]
    return [(place.router, place.vrf, stack.routers[place.router].vrfs[place.vrf]) for place in places]
