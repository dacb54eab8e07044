"""`show ip route`."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from itertools import groupby

from emulator.console import Console, ExecAction
from emulator.dataplane.state import Route
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.show.layout import age, classful

CODES_16 = """\
Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area 
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       E1 - OSPF external type 1, E2 - OSPF external type 2
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       ia - IS-IS inter area, * - candidate default, U - per-user static route
       o - ODR, P - periodic downloaded static route, H - NHRP, l - LISP
       a - application route
       + - replicated route, % - next hop override, p - overrides from PfR
"""  # noqa: W291
CODES_17 = """\
Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area 
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       E1 - OSPF external type 1, E2 - OSPF external type 2, m - OMP
       n - NAT, Ni - NAT inside, No - NAT outside, Nd - NAT DIA
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       ia - IS-IS inter area, * - candidate default, U - per-user static route
       H - NHRP, G - NHRP registered, g - NHRP registration summary
       o - ODR, P - periodic downloaded static route, l - LISP
       a - application route
       + - replicated route, % - next hop override, p - overrides from PfR
       & - replicated local route overrides by connected
"""  # noqa: W291


async def ip_route(console: Console, args: Args) -> str:
    """Print the routing table of a VRF or the global one, or its entries of one protocol."""
    vrf = args.get("name")
    if refusal := unknown(console, vrf):
        return refusal
    routes = await console.device.forwarding.ask(lambda plane: plane.routes(vrf))
    wanted = {"connected": "CL", "static": "S", "bgp": "B"}.get(args.get("protocol") or "", "CLSB")
    codes = CODES_16 if console.device.profile.name.startswith("16") else CODES_17
    title = ["", f"Routing Table: {vrf}"] if vrf else []
    chosen = [route for route in routes if route.code in wanted]
    return "\n".join([*title, *codes.split("\n"), _last_resort(routes), "", *table(chosen)])


def unknown(console: Console, vrf: str | None) -> str:
    """Return IOS's message for an unknown VRF; else empty."""
    return f"% IP  routing table {vrf} does not exist" if vrf and vrf not in console.device.config.vrfs else ""


def _last_resort(routes: Sequence[Route]) -> str:
    default = next((route for route in routes if route.prefix == "0.0.0.0/0"), None)
    if default is None:
        return "Gateway of last resort is not set"
    return f"Gateway of last resort is {default.hops[0][0] or '0.0.0.0'} to network 0.0.0.0"


def table(routes: Sequence[Route]) -> Iterator[str]:
    """Yield the entries, grouped under their classful network."""
    ordered = sorted(routes, key=lambda route: (IPv4Network(route.prefix), "CLSB".index(route.code)))
    for network, grouped in groupby(ordered, key=lambda route: classful(IPv4Network(route.prefix))):
        group = list(grouped)
        lengths = {IPv4Network(route.prefix).prefixlen for route in group}
        whole = (len(group) == 1 and network.prefixlen in lengths) or max(lengths) <= network.prefixlen
        if not whole:
            yield _heading(network, group, lengths)
        for route in group:
            yield from _entry(route, whole, masked=whole or len(lengths) > 1)


def _heading(network: IPv4Network, group: Sequence[Route], lengths: set[int]) -> str:
    if len(lengths) == 1:
        return f"      {network.network_address}/{min(lengths)} is subnetted, {len(group)} subnets"
    return f"      {network} is variably subnetted, {len(group)} subnets, {len(lengths)} masks"


def _entry(route: Route, whole: bool, masked: bool) -> Iterator[str]:
    """Yield one route: a line for each hop, the later ones aligned with the first one's distance."""
    code = f"{route.code}*" if route.prefix == "0.0.0.0/0" else route.code
    name = route.prefix if masked else route.prefix.split("/")[0]
    head = f"{code:6}{name}" if whole else f"{code:9}{name}"
    for index, (hop, interface) in enumerate(route.hops):
        lead = head if index == 0 else " " * len(head)
        yield f"{lead} {_hop_text(route, hop, interface)}"


def _hop_text(route: Route, hop: str | None, interface: str | None) -> str:
    origin = f" ({route.origin_vrf})" if route.origin_vrf else ""
    if hop is None:
        aged = f" {age(route.seconds)}," if route.code == "B" else ""
        return f"is directly connected,{aged} {interface}"
    aged = f", {age(route.seconds)}" if route.code != "S" else ""
    distance = {"S": route.distance, "B": 20}.get(route.code, 0)
    return f"[{distance}/0] via {hop}{origin}{aged}"


USER: list[Command[ExecAction]] = [
    Command("show ip route [vrf <name>] [{protocol:connected|static|bgp}]", ip_route),
]
