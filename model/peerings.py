"""The peer objects of a speaker: one per router, and one more for each further AS of its nodes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address

from model.names import object_name
from model.stack import PeerPlace, Speaker, Stack, peer_places, vrf_neighbors


@dataclass(frozen=True)
class Peering:
    """A router address and the nodes that dial it with one AS."""

    name: str  # of the object: the router's, with the AS appended where it is for some nodes only
    address: IPv4Address  # the router's
    router_asn: int
    node_asn: int
    only: tuple[str, ...] = ()  # the nodes of this peering; empty: every node except `besides`
    besides: tuple[str, ...] = ()  # the nodes that have a peering of their own


def peerings(stack: Stack, speaker: Speaker) -> tuple[Peering, ...]:
    """The peerings of a speaker, in the order of its configured router addresses."""
    places = [place for name, _, place in peer_places(stack) if name == speaker]
    routers = [place.router for place in places]
    return tuple(
        peering
        for place in places
        for peering in _at_place(stack, speaker, place, distinct=routers.count(place.router) == 1)
    )


def _at_place(stack: Stack, speaker: Speaker, place: PeerPlace, distinct: bool) -> Iterator[Peering]:
    name = object_name(place.router if distinct else f"{place.router}-{place.vrf}")
    usual, router_asn = stack.speakers()[speaker].asn, stack.routers[place.router].asn
    names = {address: node for node, address in stack.cluster.nodes.items()}
    others: dict[int, list[str]] = defaultdict(list)
    for neighbor in vrf_neighbors(stack, place.router, place.vrf):
        if neighbor.remote_as != usual:
            others[neighbor.remote_as].append(names[neighbor.address])
    besides = tuple(sorted(node for nodes in others.values() for node in nodes))
    yield Peering(name, place.address.ip, router_asn, usual, besides=besides)
    for asn, nodes in sorted(others.items()):
        yield Peering(f"{name}-as{asn}", place.address.ip, router_asn, asn, only=tuple(nodes))
