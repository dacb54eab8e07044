"""The peer objects of a speaker: one per router, and one more for each further AS of its nodes."""

from dataclasses import dataclass
from ipaddress import IPv4Address

from model.names import object_name
from model.stack import PeerPlace, Speaker, Stack, peer_place, vrf_neighbors


@dataclass(frozen=True)
class Peering:
    """A router address and the nodes that dial it with one AS.

    Args:
        name: Name of the object: the router's, with the AS appended where it is for some nodes only.
        address: The router's address.
        router_asn: AS of the router.
        node_asn: AS of the nodes.
        only: The nodes of this peering; empty: every node except `besides`.
        besides: The nodes that have a peering of their own.
    """

    name: str
    address: IPv4Address
    router_asn: int
    node_asn: int
    only: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


def peerings(stack: Stack, speaker: Speaker) -> tuple[Peering, ...]:
    """The peerings of a speaker, in the order of its configured router addresses."""
    dialling = stack.speakers().get(speaker)
    addresses = dialling.peers if dialling else ()
    places = [place for address in addresses if (place := peer_place(stack, address))]
    routers = [place.router for place in places]
    return tuple(
        peering
        for place in places
        for peering in _at_place(stack, speaker, place, distinct=routers.count(place.router) == 1)
    )


def _at_place(stack: Stack, speaker: Speaker, place: PeerPlace, distinct: bool) -> list[Peering]:
    name = object_name(place.router if distinct else f"{place.router}-{place.vrf}")
    usual = stack.speakers()[speaker].asn
    router_asn = stack.routers[place.router].asn
    others = _nodes_by_other_as(stack, place, usual)
    besides = tuple(sorted(node for nodes in others.values() for node in nodes))
    return [
        Peering(name, place.address.ip, router_asn, usual, besides=besides),
        *(
            Peering(f"{name}-as{asn}", place.address.ip, router_asn, asn, only=nodes)
            for asn, nodes in sorted(others.items())
        ),
    ]


def _nodes_by_other_as(stack: Stack, place: PeerPlace, usual: int) -> dict[int, tuple[str, ...]]:
    names = {address: node for node, address in stack.cluster.nodes.items()}
    grouped: dict[int, tuple[str, ...]] = {}
    for neighbor in vrf_neighbors(stack, place.router, place.vrf):
        if neighbor.remote_as != usual:
            grouped[neighbor.remote_as] = (*grouped.get(neighbor.remote_as, ()), names[neighbor.address])
    return grouped
