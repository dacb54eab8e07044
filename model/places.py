"""Paths in the YAML, and the interfaces and VRFs there, for the checks."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Interface

from model.router import Router, Vrf
from model.stack import PeerPlace, Speaker, Stack, peer_place
from printable import one_line


def vrf_path(router: str, vrf: str) -> str:
    """The path of a VRF in the YAML."""
    return f"routers.{router}.vrfs.{vrf}"


def both(*places: tuple[str, object]) -> dict[str, str]:
    """The arguments `path` and `found` of a problem of several places: each place's path and value."""
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
    """Each dialled address that an interface in a VRF has: the speaker, the index in `peers`, and the interface."""
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
    """Whether every node is on the subnet of the dialled interface."""
    return all(node in place.address.network for node in stack.cluster.nodes.values())


def listed(values: object) -> str:
    """The values as one text, sorted; `nothing` if there are none."""
    return ", ".join(sorted(map(str, values))) or "nothing"  # type: ignore[call-overload]


def node_subnet(router: Router, nodes: list[IPv4Address]) -> tuple[str | None, str] | None:
    """The VRF (None: the global table) and the interface whose subnet contains the first node; None: there is none."""
    tables = [(None, router.interfaces), *((name, vrf.interfaces) for name, vrf in router.vrfs.items())]
    for vrf, addresses in tables:
        for interface, address in addresses.items():
            if nodes[0] in address.network:
                return vrf, interface
    return None
