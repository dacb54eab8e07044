"""`clear logging`, `clear ip bgp`, `clear bgp vpnv4 unicast`."""

from emulator.config.bgp import Neighbor, next_generation
from emulator.console import Console, ExecAction
from emulator.dataplane.state import Dataplane, Reset, Session
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.show.bgp_summary import NOT_ACTIVE
from emulator.show.peer_groups import listen_group

Chosen = list[tuple[str | None, Session]]


async def logging(console: Console, args: Args) -> str:
    """Clear the log after a confirmation. Source: the question in scrapli's recorded sessions."""
    if await console.confirm("Clear logging buffer "):
        console.device.log.clear()
    return ""


async def ip_bgp(console: Console, args: Args) -> str:
    """Reset the sessions of every table, or of one; an address without a VRF is looked up in the global table."""
    config = console.device.config
    name = args.get("name")
    if not config.bgp:
        return NOT_ACTIVE
    if name and name not in config.vrfs:
        return f"% No VRF named {name}"
    vrfs = [vrf for _, vrf in config.bgp.families if vrf]
    return await _reset(console, args, [name] if name else [None] if "address" in args else [None, *vrfs])


async def vpnv4(console: Console, args: Args) -> str:
    """Reset the sessions of the VRFs; an address alone means a VPNv4 neighbor, and there are none."""
    bgp = console.device.config.bgp
    if not bgp:
        return NOT_ACTIVE
    vrfs: list[str | None] = [] if "address" in args else [vrf for _, vrf in bgp.families if vrf]
    return await _reset(console, args, vrfs)


async def _reset(console: Console, args: Args, vrfs: list[str | None]) -> str:
    ask = console.device.forwarding.ask
    found: Chosen = await ask(lambda plane: [(vrf, session) for vrf in vrfs for session in plane.sessions(vrf)])
    chosen = [(vrf, session) for vrf, session in found if _matches(console, vrf, session, args)]
    if not chosen and "address" in args:
        return f'% BGP: Unknown neighbor - "{args["address"]}"'
    reset = _reset_kind(args)
    for vrf, session in chosen:
        if reset == "session":
            _restart(console, vrf, session)
    await ask(lambda plane: _reset_all(plane, chosen, reset))
    return ""


def _reset_all(plane: Dataplane, chosen: Chosen, reset: Reset) -> None:
    for vrf, session in chosen:
        plane.reset(vrf, session.address, reset)


def _matches(console: Console, vrf: str | None, session: Session, args: Args) -> bool:
    if "address" in args:
        return session.address == args["address"]
    if "group" in args:
        return _group(console, vrf, session) == args["group"]
    return "asn" not in args or session.remote_as == int(args["asn"])


def _reset_kind(args: Args) -> Reset:
    """Return the reset of the arguments; without `soft`, `in` or `out` the session ends."""
    for word in ("in", "out"):
        if word in args:
            return "in" if word == "in" else "out"
    return "both" if "soft" in args else "session"


def _restart(console: Console, vrf: str | None, session: Session) -> None:
    """Let a session that ended for good restart; log the end of one that was up."""
    if neighbor := _configured_neighbor(console, vrf, session):
        neighbor.generation = next_generation()
        console.device.forwarding.changed(console.device.config)
    if session.state == "Established":
        where = f" vpn vrf {vrf}" if vrf else ""
        console.device.log_message(f"%BGP-5-ADJCHANGE: neighbor {session.address}{where} Down User reset")


def _configured_neighbor(console: Console, vrf: str | None, session: Session) -> Neighbor | None:
    """Return the configured neighbor; None for a dynamic one."""
    bgp = console.device.config.bgp
    home = bgp and (bgp.family("ipv4", vrf) if vrf else bgp.process)
    return home.neighbors.get(session.address) if home else None


def _group(console: Console, vrf: str | None, session: Session) -> str | None:
    """Return the peer group of a configured neighbor, or of a dynamic neighbor's range."""
    if neighbor := _configured_neighbor(console, vrf, session):
        return neighbor.group
    bgp = console.device.config.bgp
    home = bgp and (bgp.family("ipv4", vrf) if vrf else bgp.process)
    return listen_group(home, session.address) if home else None


_WHICH = ("*", "<asn:asn>", "peer-group <group>", "<address:ip>")
_SOFT = ("[{in|out}]", "soft [{in|out}]")
PRIVILEGED: list[Command[ExecAction]] = [
    Command("clear logging", logging),
    *(Command[ExecAction](f"clear ip bgp {which} [vrf <name>] {soft}", ip_bgp) for which in _WHICH for soft in _SOFT),
    *(Command[ExecAction](f"clear ip bgp vrf <name> {which} {soft}", ip_bgp) for which in _WHICH[:3] for soft in _SOFT),
    *(Command[ExecAction](f"clear bgp vpnv4 unicast {which} {soft}", vpnv4) for which in _WHICH for soft in _SOFT),
]
