"""The `show bgp` commands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lab.router.config.bgp import Neighbor
from lab.router.config.model import Config
from lab.router.exec.tables import ExecAction
from lab.router.grammar.match import Args
from lab.router.grammar.tree import Command
from lab.router.show import bgp_summary
from lab.router.show.bgp_neighbors import neighbor_lines
from lab.router.show.bgp_table import table

if TYPE_CHECKING:
    from lab.router.ssh.shell import Shell

NO_NEIGHBOR = "% No such neighbor or address family"


def _tables(config: Config, args: Args) -> list[str | None]:
    """The tables a command speaks of: one VRF, every VRF with a family, or the global one."""
    if "name" in args:
        return [args["name"]]
    if "vpnv4" in args:
        return [*_vrfs(config)]
    return [None]


def _vrfs(config: Config) -> list[str]:
    return sorted(vrf for _, vrf in (config.bgp.families if config.bgp else {}) if vrf)


def _unknown(config: Config, args: Args) -> str:
    name = args.get("name")
    return f"% No VRF named {name}" if name and name not in config.vrfs else ""


async def summary(shell: "Shell", args: Args) -> str:
    """The sessions."""
    config = shell.device.config
    return _unknown(config, args) or await bgp_summary.summary(shell, _tables(config, args))


async def all_summary(shell: "Shell", args: Args) -> str:
    """The sessions of every address family that has some. Source: NAPALM's recorded `show bgp all summary`."""
    config = shell.device.config
    if not config.bgp:
        return bgp_summary.NOT_ACTIVE
    tables: dict[str, Sequence[str | None]] = {"IPv4 Unicast": [None], "VPNv4 Unicast": _vrfs(config)}
    said = {family: await bgp_summary.summary(shell, named) for family, named in tables.items()}
    return "\n\n".join(f"For address family: {family}\n{text}" for family, text in said.items() if text)


def nothing(shell: "Shell", args: Args) -> str:
    """An address family in which this router has no sessions: nothing to show."""
    return "" if shell.device.config.bgp else bgp_summary.NOT_ACTIVE


async def routes(shell: "Shell", args: Args) -> str:
    """The BGP table."""
    config, found = shell.device.config, list[str]()
    if refusal := _unknown(config, args):
        return refusal
    if not config.bgp:
        return bgp_summary.NOT_ACTIVE
    for vrf in _tables(config, args):
        paths = await shell.device.forwarding.ask(lambda plane, vrf=vrf: plane.paths(vrf))  # type: ignore[misc]
        lines = table(config, vrf, paths)
        found += lines if not found else lines[lines.index("") + 2 :] if lines else []
    return "\n".join(found)


async def neighbors(shell: "Shell", args: Args) -> str:
    """What is known of each neighbor, or of one."""
    config, found = shell.device.config, list[str]()
    if refusal := _unknown(config, args):
        return refusal
    for vrf in _tables(config, args):
        for session in await shell.device.forwarding.ask(lambda plane, vrf=vrf: plane.sessions(vrf)):  # type: ignore[misc]
            if args.get("address") in (None, session.address):
                found += [*neighbor_lines(config, vrf, _said(config, vrf, session.address), session), ""]
    return "\n".join(found) or (NO_NEIGHBOR if "address" in args else "")


def _said(config: Config, vrf: str | None, address: str) -> Neighbor:
    """The neighbor's lines, session and policy together."""
    if not config.bgp:
        return Neighbor(address)
    homes = [config.bgp.families[("ipv4", vrf)]] if vrf else [config.bgp.process, config.bgp.ipv4_home()]
    known = [home.neighbors[address].attributes for home in homes if address in home.neighbors]
    return Neighbor(address, {key: text for attributes in known for key, text in attributes.items()})


_PLACES = (
    "show bgp vpnv4 unicast vrf <name>",
    "show bgp vpnv4 unicast all",
    "show ip bgp vpnv4 vrf <name>",
    "show ip bgp vpnv4 all",
    "show bgp ipv4 unicast",
    "show ip bgp",
)
_WHAT = ("summary", "neighbors")
_EMPTY = ("ipv4 multicast", "ipv4 mdt all", "ipv6 unicast", "ipv6 multicast", "vpnv6 unicast all")
USER: list[Command[ExecAction]] = [
    Command("show bgp all summary", all_summary),
    *(Command[ExecAction](f"show bgp {family} {what}", nothing) for family in _EMPTY for what in _WHAT),
    *(
        command
        for place in _PLACES
        for command in (
            Command[ExecAction](place, routes),
            Command[ExecAction](f"{place} summary", summary),
            Command[ExecAction](f"{place} neighbors [<address:ip>]", neighbors),
        )
    ),
]
