"""Static routes, prefix lists and route maps as lines."""

from collections.abc import Iterator
from itertools import groupby

from emulator.config.addresses import address_key
from emulator.config.model import Config, PrefixLine, RouteMapClause, StaticRoute

NUMBERED = "ip prefix-list sequence-number"
"""The default, which is not printed; its negation is."""


def static_route_lines(config: Config) -> Iterator[str]:
    """Yield the static routes: global ones first, then by VRF, each by destination."""
    for route in sorted(config.static_routes, key=lambda route: (route.vrf or "", address_key(route.prefix))):
        yield static_route_line(route)


def static_route_line(route: StaticRoute) -> str:
    """Return one static route."""
    vrf = f"vrf {route.vrf} " if route.vrf else ""
    return f"ip route {vrf}{route.prefix} {route.mask} {route.rest}"


def prefix_list_lines(config: Config) -> Iterator[str]:
    """Yield lists by name, entries by number, one `!` after each list; before them, the line that hides the numbers.

    Source: the place is Quagga's, whose prefix lists follow IOS.
    """
    hidden = config.inert.get("prefix-list", {})
    yield from (*hidden.values(), "!") if hidden else ()
    for name in sorted(config.prefix_lists):
        listed = config.prefix_lists[name]
        if listed.description:
            yield f"ip prefix-list {name} description {listed.description}"
        for number in sorted(listed.entries):
            place = "" if hidden else f"seq {number} "
            yield f"ip prefix-list {name} {place}{prefix_rule(listed.entries[number])}"
        yield "!"


def prefix_rule(entry: PrefixLine) -> str:
    """Return `deny 0.0.0.0/0 le 32`."""
    ge = f" ge {entry.ge}" if entry.ge is not None else ""
    le = f" le {entry.le}" if entry.le is not None else ""
    return f"{entry.action} {entry.prefix}{ge}{le}"


def route_map_lines(config: Config) -> Iterator[str]:
    """Yield clauses by name and number."""
    clauses = [config.route_maps[key] for key in sorted(config.route_maps)]
    for _, group in groupby(clauses, key=lambda clause: clause.name):
        for clause in group:
            yield from _clause(clause)
        yield "!"


def _clause(clause: RouteMapClause) -> Iterator[str]:
    yield f"route-map {clause.name} {clause.action} {clause.sequence} "
    if clause.description:
        yield f" description {clause.description}"
    yield from (f" {line}" for line in sorted(clause.lines, key=lambda line: line.startswith("set")))
