"""The default table of IOS, outside every VRF, as one BGP family: IOS spreads its lines over two modes.

What belongs to the TCP session is right below `router bgp`. What belongs to the routes is there too, unless the
router prints a block `address-family ipv4`: then it is in that block. The stack follows the running configuration and
never types that line where the router does not print it, since IOS would then print lines of others elsewhere.

Source: Cisco, IP Routing: BGP Configuration Guide: with `bgp default ipv4-unicast` every neighbor of the process is
active in IPv4; without it the routes' lines need `address-family ipv4`.
"""

from collections.abc import Iterable
from dataclasses import replace

from errors import PlanError
from platforms.iosxe.objects.neighbor_lines import split, typed
from platforms.iosxe.tree import Node
from platforms.plan import Command, Plan
from platforms.plan_builder import Mode

# The mode in which a plan for the default table is made: no line of IOS, `placed` puts the real ones in its place.
FAMILY = "the default table"
_BLOCK = "address-family ipv4"
_ON_REQUEST = "no bgp default ipv4-unicast"
# Lines right below `router bgp` that are of no table.
_OF_PROCESS = ("bgp ", "no bgp ", "template ", "address-family ")
_LISTEN = "bgp listen range "
# A neighbor's settings that belong to the routes; all others belong to the session.
# Source: Cisco IOS IP Routing: BGP Command Reference, the modes of each `neighbor` command.
_OF_ROUTES = (
    *("activate", "additional-paths", "advertise", "advertise-map", "advertisement-interval", "aigp", "allowas-in"),
    *("as-override", "capability", "default-originate", "distribute-list", "dmzlink-bw", "filter-list"),
    *("inherit peer-policy", "maximum-prefix", "next-hop-self", "next-hop-unchanged", "prefix-list"),
    *("remove-private-as", "route-map", "route-reflector-client", "route-server-client", "send-community"),
    *("send-label", "slow-peer", "soft-reconfiguration", "soo", "unsuppress-map", "weight"),
)


def default_family(process: Node) -> Node:
    """The lines of the default table as a family's; a neighbor that is active by default has the line `activate`."""
    family, block = Node(FAMILY), process.child(_BLOCK)
    for line in process.lines:
        if not line.startswith(_OF_PROCESS) or line.startswith(_LISTEN):
            family.add(Node(line))
    for child in block or _activations(process):
        family.add(child)
    return family


def require_block(process: Node) -> None:
    """Refuse a process in which a line of the default table's routes needs a block that the router does not print.

    Raises:
        PlanError: Neighbors are not active by default, and there is no `address-family ipv4`.
    """
    if _ON_REQUEST in process.lines and not process.child(_BLOCK):
        raise PlanError(
            f"'{process.line}' has '{_ON_REQUEST}' and no '{_BLOCK}', which the neighbors of the default table need",
            f"type it on the router: {process.line}, {_BLOCK}",
        )


def placed(plan: Plan, process: Node) -> Plan:
    """A plan for the default table with each line in the mode where the router has it."""
    commands, undo = (tuple(_placed(each, process)) for each in (plan.commands, plan.undo))
    return replace(plan, commands=commands, undo=undo)


def _activations(process: Node) -> list[Node]:
    """`activate` for each neighbor of a process without the block; `no neighbor A activate` is printed."""
    if _ON_REQUEST in process.lines:
        return []
    addresses = dict.fromkeys(found[0] for line in process.lines if (found := split(line)) and found[0][0].isdigit())
    lines = (typed(address, "activate") for address in addresses)
    return [Node(line) for line in lines if f"no {line}" not in process.lines]


def _placed(commands: Iterable[Command], process: Node) -> Iterable[Command]:
    block = process.child(_BLOCK)
    routes: Mode = (process.line, _BLOCK) if block else (process.line,)
    for command in commands:
        if command.mode[1:] != (FAMILY,):
            yield command
        else:
            yield replace(command, mode=(process.line,) if _is_of_session(command.line) else routes)


def _is_of_session(line: str) -> bool:
    """Whether a line belongs to the TCP session of a neighbor, or accepts neighbors."""
    found = split(line)
    if not found:
        return line.removeprefix("no ").startswith(_LISTEN)
    return not f"{found[1].removeprefix('no ')} ".startswith(tuple(f"{each} " for each in _OF_ROUTES))
