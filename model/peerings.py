"""The peer objects of a speaker: one for each router address and AS of the nodes that dial it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address

from model.names import object_name
from model.stack import PeerPlace, Speaker, Stack, peer_places


@dataclass(frozen=True)
class Peering:
    """A router address and the nodes that dial it with one AS."""

    name: str  # of the object: the router's, with what distinguishes it from others of the router
    router: str
    address: IPv4Address  # the router's
    router_asn: int
    node_asn: int
    only: tuple[str, ...] = ()  # the nodes of this peering; empty: every node that `labels` select, except `besides`
    besides: tuple[str, ...] = ()  # the nodes that have a peering of their own
    labels: Mapping[str, str] = field(default_factory=dict)


def peerings(stack: Stack, speaker: Speaker) -> tuple[Peering, ...]:
    """The peerings of a speaker, in the order of its configured router addresses."""
    places = [place for name, _, place in peer_places(stack) if name == speaker]
    return tuple(peering for place in places for peering in _at_place(stack, place, _name(place, places)))


def _name(place: PeerPlace, places: list[PeerPlace]) -> str:
    """The name of a place: as many of its parts as distinguish it from the speaker's other places."""
    parts = (place.router, place.vrf, place.interface, f"as{place.asn}")
    for count in range(1, len(parts)):
        if sum((each.router, each.vrf, each.interface)[:count] == parts[:count] for each in places) == 1:
            return object_name("-".join(parts[:count]))
    return object_name("-".join(parts))


def _at_place(stack: Stack, place: PeerPlace, name: str) -> Iterator[Peering]:
    router_asn = stack.routers[place.router].asn
    numbers = stack.routers[place.router].vrfs[place.vrf].neighbors.remote_as
    # A drained node keeps its peer: an object that changed would restart the sessions of the others.
    nodes = {**place.nodes, **place.drained}
    usual, others = list[str](), defaultdict[int, list[str]](list)
    for node in sorted(nodes, key=lambda name: nodes[name]):
        number = numbers.get(node, place.asn)
        (usual if number == place.asn else others[number]).append(node)
    besides = tuple(sorted(node for each in others.values() for node in each))
    if place.selector or len(nodes) == len(stack.cluster.nodes):
        yield Peering(name, place.router, place.address.ip, router_asn, place.asn, (), besides, place.selector)
    elif usual:
        yield Peering(name, place.router, place.address.ip, router_asn, place.asn, only=tuple(usual))
    for asn, of_it in sorted(others.items()):
        yield Peering(f"{name}-as{asn}", place.router, place.address.ip, router_asn, asn, only=tuple(of_it))
