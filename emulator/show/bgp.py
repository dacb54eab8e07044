"""The `show bgp` commands."""

from collections.abc import Sequence

from emulator.config.bgp import Family, Neighbor
from emulator.config.inheritance import effective
from emulator.config.model import Config
from emulator.console import Console, ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.show import bgp_summary
from emulator.show.bgp_neighbor_routes import listing, not_stored_message, paths_of, stores_received
from emulator.show.bgp_neighbors import neighbor_lines
from emulator.show.bgp_prefix import NOT_IN_TABLE, entries, entry_lines
from emulator.show.bgp_table import table
from emulator.show.layout import WANTED, covering, wanted
from emulator.show.peer_groups import group_lines, listen_group

NO_NEIGHBOR = "% No such neighbor or address family"


def _tables(config: Config, args: Args) -> list[str | None]:
    """Return the tables of a command: one VRF, every VRF with a family, or the global one."""
    if "name" in args:
        return [args["name"]]
    if "vpnv4" in args:
        return [*_vrfs(config)]
    return [None]


def _vrfs(config: Config) -> list[str]:
    return sorted(vrf for _, vrf in (config.bgp.families if config.bgp else {}) if vrf)


def _unknown(config: Config, args: Args) -> str:
    """Return the error for an unknown VRF or without BGP; else empty."""
    name = args.get("name")
    if name and name not in config.vrfs:
        return f"% No VRF named {name}"
    return "" if config.bgp else bgp_summary.NOT_ACTIVE


async def summary(console: Console, args: Args) -> str:
    """Print the sessions."""
    config = console.device.config
    return _unknown(config, args) or await bgp_summary.summary(console, _tables(config, args), args.get("name"))


async def all_summary(console: Console, args: Args) -> str:
    """Print the sessions of every address family. Source: NAPALM's recorded `show bgp all summary`."""
    config = console.device.config
    if not config.bgp:
        return bgp_summary.NOT_ACTIVE
    tables: dict[str, Sequence[str | None]] = {"IPv4 Unicast": [None], "VPNv4 Unicast": _vrfs(config)}
    summaries = {family: await bgp_summary.summary(console, named) for family, named in tables.items()}
    return "\n\n".join(f"For address family: {family}\n{text}" for family, text in summaries.items() if text)


def empty_output(console: Console, args: Args) -> str:
    """Print nothing, for an address family without sessions."""
    return "" if console.device.config.bgp else bgp_summary.NOT_ACTIVE


async def routes(console: Console, args: Args) -> str:
    """Print the BGP table."""
    config, found = console.device.config, list[str]()
    if refusal := _unknown(config, args):
        return refusal
    for vrf in _tables(config, args):
        paths = await console.device.forwarding.ask(lambda plane, vrf=vrf: plane.paths(vrf))  # type: ignore[misc]
        lines = table(config, vrf, paths)
        found += lines if not found else lines[lines.index("") + 2 :] if lines else []
    return "\n".join(found)


async def neighbors(console: Console, args: Args) -> str:
    """Print the details of each neighbor, or of one."""
    config, found = console.device.config, list[str]()
    if refusal := _unknown(config, args):
        return refusal
    for vrf in _tables(config, args):
        for session in await console.device.forwarding.ask(lambda plane, vrf=vrf: plane.sessions(vrf)):  # type: ignore[misc]
            if args.get("address") in (None, session.address):
                found += [*neighbor_lines(config, vrf, _effective_neighbor(config, vrf, session.address), session), ""]
    return "\n".join(found) or (NO_NEIGHBOR if "address" in args else "")


async def prefix(console: Console, args: Args) -> str:
    """Print one entry of the table with all its paths, in every VRF that has it."""
    config, found = console.device.config, list[str]()
    if refusal := _unknown(config, args):
        return refusal
    selected = wanted(args)
    if selected is None:
        return NOT_IN_TABLE
    now = console.device.clock.now() if console.device.profile.name.startswith("17.") else None
    for vrf in _tables(config, args):
        known = await console.device.forwarding.ask(lambda plane, vrf=vrf: entries(plane, config, vrf))  # type: ignore[misc]
        soft = frozenset(
            address for address in known.sessions if stores_received(_effective_neighbor(config, vrf, address))
        )
        entry = covering(set(known.prefixes), *selected)
        found += entry_lines(known, entry, soft, now) if entry else ()
    return "\n".join(found) or NOT_IN_TABLE


async def neighbor_routes(console: Console, args: Args) -> str:
    """Print a neighbor's advertised, received or accepted routes."""
    config, address, what = console.device.config, args["address"], args["what"]
    if refusal := _unknown(config, args):
        return refusal
    ask = console.device.forwarding.ask
    for vrf in _tables(config, args):
        sessions = await ask(lambda plane, vrf=vrf: plane.sessions(vrf))  # type: ignore[misc]
        if address not in [session.address for session in sessions]:
            continue
        if what == "received-routes" and not stores_received(_effective_neighbor(config, vrf, address)):
            return not_stored_message(address)
        paths = await ask(lambda plane, vrf=vrf: paths_of(plane, vrf, address, what))  # type: ignore[misc]
        return listing(config, vrf, paths)
    return NO_NEIGHBOR


def peer_groups(console: Console, args: Args) -> str:
    """Print the peer groups of a table, or one of them."""
    config, found = console.device.config, list[str]()
    if refusal := _unknown(config, args):
        return refusal
    for vrf in _tables(config, args):
        if config.bgp and (family := _family(config, vrf)):
            groups = sorted(config.bgp.owner(family).groups)
            chosen = [name for name in groups if args.get("group") in (None, name)]
            found += [line for name in chosen for line in group_lines(config.bgp, family, name)]
    return "\n".join(found)


def _family(config: Config, vrf: str | None) -> Family | None:
    """Return the family with the policy of a table's neighbors."""
    if config.bgp is None:
        return None
    return config.bgp.family("ipv4", vrf) if vrf else config.bgp.ipv4_home()


def _effective_neighbor(config: Config, vrf: str | None, address: str) -> Neighbor:
    """Return a neighbor with its effective attributes: own, from its group, templates or listen range."""
    family = _family(config, vrf)
    if not config.bgp or not family:
        return Neighbor(address)
    owner = config.bgp.owner(family)
    group = None if address in owner.neighbors else listen_group(owner, address)
    if group:
        return Neighbor(address, effective(config.bgp, family, group) | {"peer-group": f"peer-group {group}"})
    return Neighbor(address, effective(config.bgp, family, address))


_PLACES = (
    "show bgp vpnv4 unicast vrf <name>",
    "show bgp vpnv4 unicast all",
    "show ip bgp vpnv4 vrf <name>",
    "show ip bgp vpnv4 all",
    "show bgp ipv4 unicast",
    "show bgp",
    "show ip bgp",
)
_ROUTES = "{what:advertised-routes|received-routes|routes}"
_WHAT = ("summary", "neighbors")
_EMPTY = ("ipv4 multicast", "ipv4 mdt all", "ipv6 unicast", "ipv6 multicast", "vpnv6 unicast all")
USER: list[Command[ExecAction]] = [
    Command("show bgp all summary", all_summary),
    *(Command[ExecAction](f"show bgp {family} {what}", empty_output) for family in _EMPTY for what in _WHAT),
    *(
        command
        for place in _PLACES
        for command in (
            Command[ExecAction](place, routes),
            Command[ExecAction](f"{place} summary", summary),
            Command[ExecAction](f"{place} neighbors [<address:ip>]", neighbors),
            Command[ExecAction](f"{place} neighbors <address:ip> {_ROUTES}", neighbor_routes),
            Command[ExecAction](f"{place} peer-group [<group>]", peer_groups),
            *(Command[ExecAction](f"{place} {how}", prefix) for how in WANTED),
        )
    ),
]
