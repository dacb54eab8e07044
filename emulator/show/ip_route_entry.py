"""`show ip route ADDRESS`: the entry for an address or a prefix."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network

from emulator.config.model import Config
from emulator.console import Console, ExecAction
from emulator.dataplane.state import Path, Route
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.show.ip_route import table, unknown
from emulator.show.layout import WANTED, age, classful, covering, wanted

NO_SUBNET = "% Subnet not in table"
NO_NETWORK = "% Network not in table"


async def ip_route_entry(console: Console, args: Args) -> str:
    """Print the entry for an address or a prefix."""
    vrf, selected = args.get("name"), wanted(args)
    if refusal := unknown(console, vrf):
        return refusal
    routes, paths = await console.device.forwarding.ask(lambda plane: (plane.routes(vrf), plane.paths(vrf)))
    lines = entry_lines(console.device.config, vrf, routes, paths, *selected) if selected else [NO_NETWORK]
    return "\n".join([*(["", f"Routing Table: {vrf}"] if vrf else []), *lines])


def entry_lines(
    config: Config,
    vrf: str | None,
    routes: Sequence[Route],
    paths: Sequence[Path],
    selected: IPv4Network,
    exactly: bool,
) -> Iterator[str]:
    """Yield one entry, the subnets of a classful network that is given by its address, or the error without an entry.

    Source: genieparser's samples of `show ip route` with an address, and public notes with whole outputs.
    """
    near = [route for route in routes if classful(IPv4Network(route.prefix)) == classful(selected)]
    known = {route.prefix for route in routes}
    major = classful(selected)
    if not exactly and selected.network_address == major.network_address and not _is_whole(near, major):
        yield from _subnets(near, major)
        return
    entry = covering(known, selected, exactly)
    if entry is None:
        yield NO_SUBNET if near else NO_NETWORK
        return
    found = [route for route in routes if route.prefix == entry]
    yield from _entry(config, vrf, found[0], next((path for path in paths if path.prefix == entry and path.best), None))


def _is_whole(near: Sequence[Route], major: IPv4Network) -> bool:
    """Return whether the table has no subnets of the network."""
    return not near or [route.prefix for route in near] == [str(major)]


def _subnets(near: Sequence[Route], major: IPv4Network) -> Iterator[str]:
    lengths = {IPv4Network(route.prefix).prefixlen for route in near}
    bits = major.prefixlen if len(lengths) > 1 else min(lengths)
    yield f"Routing entry for {major.network_address}/{bits}, {len(near)} known subnets"
    if attached := sum(route.code in "CL" for route in near):
        yield f"  Attached ({attached} connections)"
    if len(lengths) > 1:
        yield f"  Variably subnetted with {len(lengths)} masks"
    yield from (line for line in table(near) if not line.startswith(" " * 6 + str(major.network_address)))


def _entry(config: Config, vrf: str | None, route: Route, path: Path | None) -> Iterator[str]:
    default = route.prefix == "0.0.0.0/0"
    yield f"Routing entry for {route.prefix}" + (", supernet" if default else "")
    yield f"  Known via {_known(config, route)}" + (", candidate default path" if default else "")
    asns = path.as_path if path and route.code == "B" else ()
    if asns:
        yield f"  Tag {asns[0]}, type external"
    yield from _redistribution(config, vrf, route)
    learned = [hop for hop, _ in route.hops if hop] if route.code == "B" else []
    if learned:
        yield f"  Last update from {learned[0]} {age(route.seconds)} ago"
    yield "  Routing Descriptor Blocks:"
    for number, (hop, interface) in enumerate(route.hops):
        mark = "*" if number == 0 else " "
        yield f"  {mark} {_hop_text(route, hop, interface)}"
        yield "      Route metric is 0, traffic share count is 1"
        if route.code == "B":
            yield f"      AS Hops {len(asns)}"
            yield from [f"      Route tag {asns[0]}"] if asns else []
            yield "      MPLS label: none"


def _known(config: Config, route: Route) -> str:
    if route.code == "B":
        return f'"bgp {config.bgp.asn if config.bgp else 0}", distance 20, metric 0'
    if route.code == "S":
        connected = " (connected)" if route.hops[0][0] is None else ""
        return f'"static", distance {route.distance}, metric 0{connected}'
    return f'"connected", distance 0, metric 0 ({"connected" if route.code == "L" else "connected, via interface"})'


def _redistribution(config: Config, vrf: str | None, route: Route) -> Iterator[str]:
    """Yield the line for a connected or static route that BGP redistributes."""
    kind = {"C": "connected", "S": "static"}.get(route.code)
    family = config.bgp and (config.bgp.family("ipv4", vrf) or (config.bgp.process if vrf is None else None))
    if not config.bgp or not family or kind is None:
        return
    if kind in family.redistribute:
        yield f"  Redistributing via bgp {config.bgp.asn}"
    if kind in family.redistribute or route.prefix in family.networks:
        yield f"  Advertised by bgp {config.bgp.asn}"


def _hop_text(route: Route, hop: str | None, interface: str | None) -> str:
    origin = f" ({route.origin_vrf})" if route.origin_vrf else ""
    if hop is None:
        aged = f", {age(route.seconds)} ago" if route.code == "B" else ""
        return f"directly connected{origin}{aged}, via {interface}"
    if route.code == "B":
        return f"{hop}{origin}, from {hop}, {age(route.seconds)} ago"
    return f"{hop}, via {interface}" if interface else hop


USER: list[Command[ExecAction]] = [Command(f"show ip route [vrf <name>] {how}", ip_route_entry) for how in WANTED]
