"""The routers among each other: each is another machine, and each has a name of its own in Kubernetes."""

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import IPv6Address

from errors import Problem
from model.names import object_name
from model.peerings import peerings
from model.places import both, vrf_path
from model.stack import Stack, peer_place


def routers_have_objects_of_their_own(stack: Stack) -> Iterator[Problem]:
    """Two routers whose names make one Kubernetes name would share a BGPPeer, and one of them would not be dialled."""
    held: dict[str, list[str]] = defaultdict(list)
    for name in stack.routers:
        held[object_name(name)].append(f"routers.{name}")
    for speaker in stack.speakers():
        for peering in peerings(stack, speaker):
            place = peer_place(stack, peering.address)
            owner = f"routers.{place.router}" if place else ""
            if place and owner not in held[peering.name]:
                held[peering.name].append(vrf_path(place.router, place.vrf))
    for name, paths in held.items():
        if len(distinct := list(dict.fromkeys(paths))) > 1:
            yield Problem(
                **both(*((path, f"{name} in Kubernetes") for path in distinct)),
                what="their peers would be one object in Kubernetes, and only one of them would be dialled",
                code="ROUTER01",
                expected="names that differ in more than capital letters and signs",
            )


def routers_are_distinct(stack: Stack) -> Iterator[Problem]:
    """Two entries with one host and port are one router, on which each would undo what the other does."""
    seen: dict[tuple[str, int], str] = {}
    for name, router in stack.routers.items():
        place = _plain_host(router.host), router.port
        first = seen.setdefault(place, name)
        if first != name:
            pairs = ((f"routers.{each}.host", stack.routers[each].host) for each in (first, name))
            yield Problem(
                **both(*pairs),
                what=f"two routers are one: both are at port {router.port} of one host",
                code="ROUTER02",
                expected="one entry for each router",
            )


def _plain_host(host: str) -> str:
    """A host as it compares: no brackets, no capitals, an IPv6 address in its shortest form."""
    plain = host.lower().strip("[]").removesuffix(".")
    try:
        return str(IPv6Address(plain))
    except ValueError:
        return plain
