"""`router bgp` and its address families."""

from typing import cast

from emulator.config.bgp import Bgp, Family, Neighbor
from emulator.config.neighbor import BY_NAME, Level
from emulator.configure.context import Action, Context
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

BEING_DECONFIGURED = (
    "% Topology global::IPv4 Unicast::base is currently being deconfigured.\n"
    "% BGP context not been initialized properly."
)


def process(context: Context) -> Bgp:
    """Return the BGP process, which exists in every mode below `router bgp`."""
    context.config.bgp = context.config.bgp or Bgp(0)
    return context.config.bgp


def router_bgp(context: Context, args: Args) -> str:
    """Create or enter the BGP process; `no` removes it."""
    running, asn = context.config.bgp, int(args["asn"])
    if running and running.asn != asn:
        return f"BGP is already running; AS is {running.asn}"
    if args.negated:
        return _stop(context)
    if not running and context.teardown.running("bgp"):
        return BEING_DECONFIGURED
    context.config.bgp = running or Bgp(asn)
    context.enter("config-router", context.config.bgp.process)
    return ""


def _stop(context: Context) -> str:
    if context.config.bgp:
        context.config.bgp = None
        context.teardown.start("bgp")
    return ""


def address_family(context: Context, args: Args) -> str:
    """Create or enter a family; a VRF's family needs the VRF's RD. `no` removes it."""
    bgp, kind, vrf = process(context), "vpnv4" if "vpnv4" in args else "ipv4", args.get("vrf_name")
    if args.negated:
        bgp.families.pop((kind, vrf), None)
        return ""
    if vrf and vrf not in context.config.vrfs:
        return f"% VRF {vrf} does not exist"
    if vrf and not context.config.vrfs[vrf].rd:
        return f"% VRF {vrf} does not have an RD configured."
    if (kind, vrf) not in bgp.families:
        bgp.families[kind, vrf] = _split(bgp) if (kind, vrf) == ("ipv4", None) else Family(kind, vrf)
    context.enter("config-router-af", bgp.families[kind, vrf])
    return ""


def _split(bgp: Bgp) -> Family:
    """Move the process's IPv4 policy to a new `address-family ipv4`, where IOS prints it once that family exists."""
    family, old = Family("ipv4"), bgp.process
    family.networks, old.networks = old.networks, {}
    family.aggregates, old.aggregates = old.aggregates, {}
    family.redistribute, old.redistribute = old.redistribute, {}
    for key in [key for key in old.lines if key not in ("router-id", "listen limit")]:
        family.lines[key] = old.lines.pop(key)
    for peer in (*old.neighbors.values(), *old.groups.values()):
        policy = {key for key in peer.attributes if BY_NAME[key].level is Level.POLICY}
        moved = {key: peer.attributes.pop(key) for key in policy}
        family.peers(peer.address)[peer.address] = Neighbor(peer.address, moved)
    return family


def family_of(context: Context) -> Family:
    """Return the family of the current policy lines: the mode's own; for the process, the global IPv4 family."""
    here = cast(Family, context.current.target)
    return process(context).ipv4_home() if here.kind == "process" else here


def router_id(context: Context, args: Args) -> str:
    """Set the router ID of the process or of a VRF."""
    here = cast(Family, context.current.target)
    if here.kind != "process" and not here.vrf:
        return "% General session commands not allowed under the address family"
    if args.negated:
        here.lines.pop("router-id", None)
    else:
        here.lines["router-id"] = f"bgp router-id {args['id']}"
    return ""


def log_neighbor_changes(context: Context, args: Args) -> str:
    """Log neighbor changes; on in a new process."""
    process(context).log_neighbor_changes = not args.negated
    return ""


def default_ipv4(context: Context, args: Args) -> str:
    """Activate new global neighbors for IPv4 by default; `no` moves existing policy to a family of its own."""
    bgp = process(context)
    bgp.default_ipv4 = not args.negated
    has_policy = bgp.process.neighbors or bgp.process.groups
    if args.negated and has_policy and ("ipv4", None) not in bgp.families:
        bgp.families["ipv4", None] = _split(bgp)
    return ""


def timers(context: Context, args: Args) -> str:
    """Set the process's keepalive and hold times in seconds."""
    here = cast(Family, context.current.target)
    if args.negated:
        here.lines.pop("timers", None)
    else:
        here.lines["timers"] = f"timers bgp {args['keepalive']} {args['hold']}"
    return ""


def leave(context: Context, args: Args) -> str:
    """Leave the family: `exit-address-family`."""
    context.leave()
    return ""


def enter_other_family(context: Context, args: Args) -> str:
    """Enter another family from within one, as configuration guides do."""
    context.leave()
    return address_family(context, args)


GLOBAL: list[Command[Action]] = [Command("router bgp <asn:asn>", router_bgp, "=")]
_FAMILIES = (
    "address-family ipv4 [unicast]",
    "address-family ipv4 [unicast] vrf <vrf_name>",
    "address-family vpnv4 [unicast]",
)
_BOTH: list[Command[Action]] = [
    Command("bgp router-id <id:ip>", router_id, "bgp router-id [<id:ip>]"),
]
ROUTER: list[Command[Action]] = [
    *_BOTH,
    Command("bgp log-neighbor-changes", log_neighbor_changes, "="),
    Command("bgp default ipv4-unicast", default_ipv4, "="),
    Command("timers bgp <keepalive:0-65535> <hold:0-65535>", timers, "timers bgp [<k:0-65535> <h:0-65535>]"),
    *(Command[Action](pattern, address_family, "=") for pattern in _FAMILIES),
]
FAMILY: list[Command[Action]] = [
    *_BOTH,
    Command("exit-address-family", leave),
    *(Command[Action](pattern, enter_other_family) for pattern in _FAMILIES),
]
