"""A data plane that forwards no packets: every session is idle, every connected network is reachable."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from emulator.dataplane.bird_static import NEVER
from emulator.dataplane.leaks import connected, family_of, is_in_bgp
from emulator.dataplane.state import Interface, Network, Path, Reset, Route, Session, StaticRoute


class NullDataplane:
    """Answers derived from the configuration alone."""

    def __init__(self) -> None:
        self._network: Network | None = None

    def apply(self, network: Network) -> None:
        """Store the configuration."""
        self._network = network

    def interface_is_up(self, name: str) -> bool:
        """Return True."""
        return True

    def sessions(self, vrf: str | None) -> tuple[Session, ...]:
        """Return every activated neighbor as idle."""
        families = self._network.families if self._network else ()
        return tuple(
            Session(n.address, n.remote_as, "Idle (Admin)" if n.shutdown else "Idle", 0, 0, 0, 0, 0)
            for family in families
            if family.vrf == vrf
            for n in family.neighbors
            if n.activated
        )

    def paths(self, vrf: str | None) -> tuple[Path, ...]:
        """Return the connected networks that a `network` line or `redistribute connected` brings into BGP."""
        network = self._network
        family = family_of(network, vrf) if network else None
        if network is None or family is None:
            return ()
        interfaces = [i for i in connected(network, vrf) if is_in_bgp(network, i)]
        prefixes = [prefix for prefix, _, _ in _addresses(interfaces)]
        named = family.networks
        return tuple(Path(p, "0.0.0.0", (), "i" if p in named else "?", True, False, None, 0) for p in prefixes)

    def routes(self, vrf: str | None) -> tuple[Route, ...]:
        """Return connected networks, the router's own addresses, and static routes whose next hop is on one of them."""
        network = self._network
        if network is None:
            return ()
        found: list[Route] = []
        for prefix, name, address in _addresses(connected(network, vrf)):
            found.append(Route(prefix, "C", ((None, name),), None, 0))
            if not prefix.endswith("/32"):
                found.append(Route(f"{address}/32", "L", ((None, name),), None, 0))
        return (*found, *_static(network, vrf))

    def advertised(self, vrf: str | None, address: str) -> tuple[Path, ...]:
        """Return nothing: no session is up."""
        return ()

    def received(self, vrf: str | None, address: str) -> tuple[Path, ...]:
        """Return nothing: no session is up."""
        return ()

    def reset(self, vrf: str | None, address: str, how: Reset) -> None:
        """Do nothing: no session is up."""

    def close(self) -> None:
        """Do nothing: no process runs."""


def _addresses(interfaces: Iterable[Interface]) -> list[tuple[str, str, str]]:
    """Return network, interface and address, in address order."""
    found = sorted((IPv4Interface(i.address), i.name) for i in interfaces if i.address)
    return [(str(address.network), name, str(address.ip)) for address, name in found]


def _static(network: Network, vrf: str | None) -> Iterator[Route]:
    """Return each prefix's usable routes of the lowest distance."""
    names = {i.name for i in connected(network, vrf)} | {"Null0"}
    subnets = [IPv4Network(prefix) for prefix, _, _ in _addresses(connected(network, vrf))]
    own = [route for route in network.static_routes if route.vrf == vrf and _is_usable(route, names, subnets)]
    connected_prefixes = {prefix for prefix, _, _ in _addresses(connected(network, vrf))}
    for prefix in sorted({route.prefix for route in own} - connected_prefixes):
        best = min(route.distance for route in own if route.prefix == prefix)
        ways = [route for route in own if (route.prefix, route.distance) == (prefix, best)]
        yield Route(prefix, "S", tuple((way.next_hop, way.interface) for way in ways), None, 0, best)


def _is_usable(route: StaticRoute, names: set[str], subnets: list[IPv4Network]) -> bool:
    if route.distance == NEVER or (route.interface and route.interface not in names):
        return False
    return bool(route.interface) or any(IPv4Address(route.next_hop or "0.0.0.0") in subnet for subnet in subnets)
