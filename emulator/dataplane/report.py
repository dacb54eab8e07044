"""The state of BIRD and the kernel as IOS reports it: sessions, BGP table, forwarding table. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from ipaddress import IPv4Address, IPv4Network
from typing import Any, Literal

from emulator.dataplane.bird_answers import BirdProtocol, BirdRoute
from emulator.dataplane.dynamic import is_live
from emulator.dataplane.leaks import connected, family_of, host_of, is_in_bgp, is_static_in_bgp, prefix_of
from emulator.dataplane.limits import is_over
from emulator.dataplane.names import (
    AGGREGATE,
    LOOPBACK_LINK,
    dynamic_protocol,
    is_loopback,
    link,
    neighbor_address,
    neighbor_protocol,
)
from emulator.dataplane.state import Neighbor, Network, Path, Route, Session

_Word = Literal["Idle", "Idle (Admin)", "Idle (PfxCt)", "Connect", "Active", "OpenSent", "OpenConfirm", "Established"]
_STATES: Mapping[str, _Word] = {
    "Connect": "Connect",
    "Active": "Active",
    "OpenSent": "OpenSent",
    "OpenConfirm": "OpenConfirm",
    "Established": "Established",
}
_ORIGINS: Mapping[str, Literal["i", "e", "?"]] = {"IGP": "i", "EGP": "e", "Incomplete": "?"}


@dataclass(frozen=True)
class View:
    """One VRF to report on: its configuration, every VRF's table number, and the time."""

    network: Network
    tables: Mapping[str | None, int]
    vrf: str | None
    now: datetime

    def origin_vrf(self, route: BirdRoute) -> str | None:
        """Return the VRF from which a route was leaked; None for the VRF's own route."""
        table = route.integer("origin_table")
        return next((vrf for vrf, number in self.tables.items() if number == table and vrf != self.vrf), None)


def sessions(view: View, protocols: Iterable[BirdProtocol]) -> tuple[Session, ...]:
    """Return the activated neighbors of the VRF, in address order."""
    family = family_of(view.network, view.vrf)
    by_name = {protocol.name: protocol for protocol in protocols}
    table = view.tables.get(view.vrf, 0)
    neighbors = [neighbor for neighbor in family.neighbors if neighbor.activated] if family else []
    found = [
        _session(view, neighbor, by_name.get(neighbor_protocol(table, neighbor.address))) for neighbor in neighbors
    ]
    begun = dynamic_protocol(table)
    found += [
        _dynamic(view, protocol) for name, protocol in by_name.items() if name.startswith(begun) and is_live(protocol)
    ]
    return tuple(sorted(found, key=lambda session: IPv4Address(session.address)))


def _dynamic(view: View, protocol: BirdProtocol) -> Session:
    """Return the session of a dynamic neighbor; BIRD appends the link to a directly connected address."""
    address = protocol.details.get("Neighbor address", "0.0.0.0").partition("%")[0]
    neighbor = Neighbor(address, protocol.number("Neighbor AS", r"(\d+)"))
    return replace(_session(view, neighbor, protocol), dynamic=True)


def paths(view: View, routes: Iterable[BirdRoute], kernel: Sequence[Mapping[str, Any]]) -> tuple[Path, ...]:
    """Return the BGP table: learned, redistributed and leaked paths.

    Within a prefix the newest path comes first, as on IOS. `m` marks the paths that forward together with the best one:
    those whose next hops the kernel uses.
    """
    forwarding = {_destination(entry): _gateways(entry) for entry in kernel}
    shown = [route for route in routes if _is_in_table(view, route)]
    shown.sort(key=lambda route: route.since, reverse=True)
    shown.sort(key=lambda route: _order(route.prefix))
    return tuple(_path(view, route, forwarding.get(route.prefix, frozenset())) for route in shown)


def received(view: View, routes: Iterable[BirdRoute]) -> tuple[Path, ...]:
    """Return a neighbor's announcements as received; no path is marked best."""
    announced = sorted(routes, key=lambda route: _order(route.prefix))
    return tuple(replace(_path(view, route, frozenset()), best=False, origin_vrf=None) for route in announced)


def routes(view: View, known: Iterable[BirdRoute], kernel: Sequence[Mapping[str, Any]]) -> tuple[Route, ...]:
    """Return the forwarding table: the kernel's routes with BIRD's details, and the router's own addresses (`L`)."""
    best = {route.prefix: route for route in known if route.best}
    found: list[Route] = []
    for entry in kernel:
        route = best.get(_destination(entry))
        if route is not None and entry.get("type", "unicast") in ("unicast", "blackhole"):
            found += _routes(view, route, entry)
    return tuple(sorted(found, key=lambda route: _order(route.prefix)))


def _session(view: View, neighbor: Neighbor, protocol: BirdProtocol | None) -> Session:
    state: _Word = "Idle"
    if neighbor.shutdown:
        state = "Idle (Admin)"
    elif neighbor.over_limit or (protocol is not None and is_over(protocol)):
        state = "Idle (PfxCt)"
    elif protocol is not None:
        state = _STATES.get(protocol.details.get("BGP state", ""), "Idle")
    seconds = max(int((view.now - protocol.since).total_seconds()), 0) if protocol else 0
    received, sent = _messages(protocol, seconds) if protocol and state == "Established" else (0, 0)
    return Session(
        address=neighbor.address,
        remote_as=neighbor.remote_as,
        state=state,
        prefixes_received=protocol.number("Routes", r"(\d+) imported") if protocol else 0,
        prefixes_advertised=protocol.number("Routes", r"(\d+) exported") if protocol else 0,
        seconds=seconds,
        messages_received=received,
        messages_sent=sent,
        router_id=protocol.details.get("Neighbor ID", "0.0.0.0") if protocol else "0.0.0.0",
        # After those received and those that BIRD cannot use.
        prefixes_refused=protocol.number("Import updates", r"^\d+\s+\d+\s+(\d+)") if protocol else 0,
    )


def _messages(protocol: BirdProtocol, seconds: int) -> tuple[int, int]:
    """Return the number of received and sent BGP messages of the session.

    BIRD 2.0 does not count them. The session starts with an OPEN and a KEEPALIVE, keepalives follow at the negotiated
    interval, and every added or removed route counts as one UPDATE (several can have shared one).
    """
    interval = protocol.number("Keepalive timer", r"/(\d+)")
    alive = 2 + (seconds // interval if interval else 0)
    imported = protocol.number("Import updates", r"^(\d+)") + protocol.number("Import withdraws", r"^(\d+)")
    announced = protocol.number("Export updates", r"(\d+)$") + protocol.number("Export withdraws", r"(\d+)$")
    return alive + imported, alive + announced


def _is_in_table(view: View, route: BirdRoute) -> bool:
    """Return whether the route is in the BGP table: connected and static ones only if they are redistributed."""
    if is_aggregate(route):
        return True
    if route.is_static and view.origin_vrf(route) is None:
        return is_static_in_bgp(view.network, view.vrf, route.prefix)
    if not route.is_connected or view.origin_vrf(route) is not None:
        return True
    own = connected(view.network, view.vrf)
    return any(i.address and prefix_of(i.address) == route.prefix and is_in_bgp(view.network, i) for i in own)


def _path(view: View, route: BirdRoute, gateways: frozenset[str]) -> Path:
    beside = len(gateways) > 1 and not route.best and view.origin_vrf(route) is None
    return Path(
        prefix=route.prefix,
        next_hop=_next_hop(route),
        as_path=route.as_path,
        origin=_origin(view, route),
        best=route.best and route.reachable,
        multipath=beside and any(gateway in gateways for gateway, _ in route.hops),
        origin_vrf=view.origin_vrf(route),
        metric=0 if route.is_connected or route.is_static else route.integer("BGP.med"),
        neighbor=_sender(route),
        local_preference=route.integer("BGP.local_pref"),
        communities=_communities(route),
        seconds=max(int((view.now - route.since).total_seconds()), 0),
    )


def _sender(route: BirdRoute) -> str | None:
    """Return the neighbor that announced it; a dynamic one is identified by the next hop."""
    is_dynamic = route.protocol.startswith("dyn")
    return route.attributes.get("BGP.next_hop") if is_dynamic else neighbor_address(route.protocol)


def _communities(route: BirdRoute) -> tuple[str, ...]:
    """Return `65000:7`, `65000:8` for `(65000,7) (65000,8)`."""
    pairs = re.findall(r"\((\d+),(\d+)\)", route.attributes.get("BGP.community", ""))
    return tuple(f"{high}:{low}" for high, low in pairs)


def _next_hop(route: BirdRoute) -> str:
    """Return the next hop of a learned or a redistributed static route; 0.0.0.0 for a connected one."""
    if route.is_static:
        return next((hop for hop, _ in route.hops if hop), "0.0.0.0")
    return "0.0.0.0" if route.is_connected else route.attributes.get("BGP.next_hop", "0.0.0.0")


def _origin(view: View, route: BirdRoute) -> Literal["i", "e", "?"]:
    if is_aggregate(route):
        return "i"
    if not route.is_connected and not route.is_static:
        return _ORIGINS.get(route.attributes.get("BGP.origin", ""), "?")
    family = family_of(view.network, view.origin_vrf(route) or view.vrf)
    return "i" if family and route.prefix in family.networks else "?"


def _routes(view: View, route: BirdRoute, entry: Mapping[str, Any]) -> list[Route]:
    origin = view.origin_vrf(route)
    age = max(int((view.now - route.since).total_seconds()), 0)
    hops = tuple((hop.get("gateway"), _interface(view, route, hop.get("dev"))) for hop in _hops(entry))
    found = [Route(route.prefix, _code(route, origin), hops, origin, age, _distance(view, route.prefix, hops))]
    if route.is_connected and not route.prefix.endswith("/32"):
        found += [Route(f"{host}/32", "L", hops, origin, age) for host in _hosts(view, route)]
    return found


def is_aggregate(route: BirdRoute) -> bool:
    """Return whether the route is an `aggregate-address`."""
    return route.protocol.startswith(AGGREGATE)


def _code(route: BirdRoute, origin: str | None) -> Literal["C", "S", "B"]:
    if origin is not None or is_aggregate(route):
        return "B"
    return "C" if route.is_connected else "S" if route.is_static else "B"


def _distance(view: View, prefix: str, hops: Sequence[tuple[str | None, str | None]]) -> int:
    """Return the distance of the configured route with these hops."""
    same = [route for route in view.network.static_routes if (route.vrf, route.prefix) == (view.vrf, prefix)]
    ways = [route.distance for route in same if route.next_hop in [hop for hop, _ in hops]]
    return min(ways or [route.distance for route in same], default=1)


def _hosts(view: View, route: BirdRoute) -> list[str]:
    """Return the router's own addresses within a connected prefix."""
    interfaces = connected(view.network, view.origin_vrf(route) or view.vrf)
    return [host_of(i.address) for i in interfaces if i.address and prefix_of(i.address) == route.prefix]


def _interface(view: View, route: BirdRoute, dev: str | None) -> str | None:
    """Return IOS's name of a hop's link; the prefix identifies a loopback, and a missing link is `Null0`."""
    if dev is None:
        return "Null0"
    if dev == LOOPBACK_LINK:
        own = connected(view.network, view.origin_vrf(route) or view.vrf)
        mine = (i.name for i in own if is_loopback(i.name) and i.address and prefix_of(i.address) == route.prefix)
        return next(mine, None)
    return next((i.name for i in view.network.interfaces if link(i.name) == dev), None)


def _hops(entry: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    hops: Sequence[Mapping[str, Any]] = entry.get("nexthops") or [entry]
    return hops


def _gateways(entry: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(hop["gateway"] for hop in _hops(entry) if "gateway" in hop)


def _destination(entry: Mapping[str, Any]) -> str:
    """Return a route's prefix in full, for `ip`'s /32 without length and its word `default`."""
    text = str(entry["dst"])
    return "0.0.0.0/0" if text == "default" else str(IPv4Network(text))


def _order(prefix: str) -> tuple[int, int]:
    network = IPv4Network(prefix)
    return int(network.network_address), network.prefixlen
