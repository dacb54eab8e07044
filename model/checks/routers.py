"""Routers are different machines, and have different names in Kubernetes."""

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import IPv6Address

from errors import Problem
from model.names import object_name
from model.peerings import peerings
from model.places import both, vrf_path
from model.stack import Speaker, Stack, place_of


def routers_have_objects_of_their_own(stack: Stack) -> Iterator[Problem]:
    """Routers' names result in different Kubernetes names: otherwise two routers would share a BGPPeer."""
    found = dict.fromkeys(shared for speaker in stack.speakers() for shared in _shared_names(stack, speaker))
    for name, paths in found:
        yield Problem(
            **both(*((path, f"{name} in Kubernetes") for path in paths)),
            what="their peers would be one object in Kubernetes, and only one router would be dialled",
            code="ROUTER01",
            expected="names that differ in letters or digits, apart from upper and lower case",
        )


def _shared_names(stack: Stack, speaker: Speaker) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each name that two of a speaker's peers would have, with the paths of what it is made from."""
    paths_by_name: dict[str, list[str]] = defaultdict(list)
    for name in stack.routers:
        paths_by_name[object_name(name)].append(f"routers.{name}")
    for peering in peerings(stack, speaker):
        place = place_of(stack, peering.address)
        if place and f"routers.{place.router}" not in paths_by_name[peering.name]:
            paths_by_name[peering.name].append(vrf_path(place.router, place.vrf))
    for name, paths in paths_by_name.items():
        if len(distinct := tuple(dict.fromkeys(paths))) > 1:
            yield name, distinct


def routers_are_distinct(stack: Stack) -> Iterator[Problem]:
    """Routers have different hosts or ports: two entries of one router would undo each other's changes."""
    seen: dict[tuple[str, int], str] = {}
    for name, router in stack.routers.items():
        if router.host is None:
            continue
        place = _plain_host(router.host), router.port
        first = seen.setdefault(place, name)
        if first != name:
            pairs = ((f"routers.{entry}.host", stack.routers[entry].host) for entry in (first, name))
            yield Problem(
                **both(*pairs),
                what=f"both are the same router: port {router.port} of one host",
                code="ROUTER02",
                expected="one entry for each router",
            )


def _plain_host(host: str) -> str:
    """A host for comparison: no brackets, lower case, an IPv6 address in its shortest form."""
    plain = host.lower().strip("[]").removesuffix(".")
    try:
        return str(IPv6Address(plain))
    except ValueError:
        return plain
