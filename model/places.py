"""Where in the YAML things are, and what is found there."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Interface

from model.router import Router, Vrf
from model.stack import PeerPlace, Speaker, Stack, peer_place
from printable import one_line


def vrf_path(router: str, vrf: str) -> str:
    """The path of a VRF."""
    return f"routers.{router}.vrfs.{vrf}"


def both(*places: tuple[str, object]) -> dict[str, str]:
    """The arguments `path` and `found` of a problem between several places: each place's path and value."""
    return {
        "path": ", ".join(path for path, _ in places),
        "found": ", ".join(f"{path} is {one_line(str(value))}" for path, value in places),
    }


def vrfs(stack: Stack) -> Iterator[tuple[str, str, Vrf]]:
    """Every VRF with its router's name and its own."""
    for router_name, router in stack.routers.items():
        for vrf_name, vrf in router.vrfs.items():
            yield router_name, vrf_name, vrf


def peer_places(stack: Stack) -> Iterator[tuple[Speaker, int, PeerPlace]]:
    """Every address a speaker dials and some VRF has, with the speaker and its place in the list."""
    for speaker, described in stack.speakers().items():
        for index, address in enumerate(described.peers):
            if place := peer_place(stack, address):
                yield speaker, index, place


def interfaces(router: Router) -> Iterator[tuple[str, IPv4Interface]]:
    """Every interface of a router: its path below the router, and its address."""
    yield from ((f"interfaces.{name}", address) for name, address in router.interfaces.items())
    for vrf_name, vrf in router.vrfs.items():
        yield from ((f"vrfs.{vrf_name}.interfaces.{name}", address) for name, address in vrf.interfaces.items())


def is_on_link(stack: Stack, place: PeerPlace) -> bool:
    """Whether every node is on the subnet of the interface that is dialled."""
    return all(node in place.address.network for node in stack.cluster.nodes.values())


def listed(values: object) -> str:
    """Several values as one text, sorted; `nothing` where there is none."""
    return ", ".join(sorted(map(str, values))) or "nothing"  # type: ignore[call-overload]


def node_subnet(router: Router, nodes: list[IPv4Address]) -> tuple[str | None, str] | None:
    """The VRF (None outside of all) and the interface whose subnet holds the first node; None where none does."""
    tables = [(None, router.interfaces), *((name, vrf.interfaces) for name, vrf in router.vrfs.items())]
    for vrf, held in tables:
        for interface, address in held.items():
            if nodes[0] in address.network:
                return vrf, interface
    return None
