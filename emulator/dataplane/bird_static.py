"""Static routes in bird.conf. Pure text."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Interface
from itertools import groupby

from emulator.dataplane.leaks import connected, prefix_of
from emulator.dataplane.names import Tables, is_management, link, rib, static_protocol
from emulator.dataplane.state import Network, StaticRoute

NEVER = 255
"""A route with this distance is not used."""
_EBGP = 20
_BIRD_BGP, _BIRD_CONNECTED = 100, 240


def preference(distance: int) -> int:
    """Return BIRD's preference (higher wins) for IOS's distance: below connected routes, and ordered against BGP."""
    if distance < _EBGP:
        return _BIRD_CONNECTED - 1 - distance
    return _BIRD_BGP - 1 - (distance - _EBGP) * (_BIRD_BGP - 2) // (NEVER - _EBGP)


def static_lines(network: Network, vrf: str | None, tables: Tables) -> list[str]:
    """Return one protocol for each distance of a VRF's routes."""
    own = [route for route in network.static_routes if route.vrf == vrf and route.distance != NEVER]
    lines: list[str] = []
    for distance, routes in groupby(sorted(own, key=_order), key=lambda route: route.distance):
        lines += _protocol_lines(network, tables[vrf], distance, list(routes))
    return lines


def _order(route: StaticRoute) -> tuple[int, str, str, str]:
    return route.distance, route.prefix, route.next_hop or "", route.interface or ""


def _protocol_lines(network: Network, table: int, distance: int, routes: Sequence[StaticRoute]) -> list[str]:
    found: list[str] = []
    for prefix, group in groupby(routes, key=lambda route: route.prefix):
        found += _route_lines(network, prefix, list(group))
    if not found:
        return []
    return [
        f"protocol static {static_protocol(table, distance)} {{",
        f"  ipv4 {{ table {rib(table)}; preference {preference(distance)};",
        f"    import filter {{ origin_table = {table}; accept; }}; }};",
        "  check link on;",
        *found,
        "}",
    ]


def _route_lines(network: Network, prefix: str, routes: Sequence[StaticRoute]) -> list[str]:
    """Return one route over all hops; a discard route or one with recursive next hop has its own line."""
    if any(route.interface == "Null0" for route in routes):
        return [f"  route {prefix} blackhole;"]
    hops = [hop for route in routes if (hop := _hop(network, route))]
    if hops:
        return [f"  route {prefix} {' '.join(hops)};"]
    return [f"  route {prefix} recursive {route.next_hop};" for route in routes if _is_far(route)][:1]


def _hop(network: Network, route: StaticRoute) -> str | None:
    """Return a hop with its link; None if there is none, or for a recursive next hop."""
    interface = route.interface or _interface_towards(network, route)
    below = link(interface) if interface else None
    if below is None:
        return None
    return f"via {route.next_hop}%'{below}'" if route.next_hop else f'via "{below}"'


def _interface_towards(network: Network, route: StaticRoute) -> str | None:
    """Return the interface of the route's VRF whose subnet contains the next hop."""
    own = (i for i in connected(network, route.vrf) if i.address and not is_management(i.name))
    return next((i.name for i in own if i.address and _holds(i.address, route.next_hop)), None)


def _holds(address: str, hop: str | None) -> bool:
    return hop is not None and IPv4Address(hop) in IPv4Interface(prefix_of(address)).network


def _is_far(route: StaticRoute) -> bool:
    return route.interface is None and route.next_hop is not None
