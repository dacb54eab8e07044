"""VRFs in both dialects, their route distinguishers and targets."""

from typing import cast

from emulator.config.model import Dialect, Targets, Vrf
from emulator.configure.context import Action, Context
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

IN_PROGRESS = "% Deletion of RD in progress; wait for it to complete"


def vrf(dialect: Dialect) -> Action:
    """Return the action of `ip vrf NAME` or `vrf definition NAME`: create or enter the VRF; `no` removes it."""

    def action(context: Context, args: Args) -> str:
        name = args["name"]
        if args.negated:
            return remove(context, name, dialect)
        if name not in context.config.vrfs and context.teardown.running(f"vrf {name}"):
            return IN_PROGRESS
        found = context.config.vrfs.setdefault(name, Vrf(name, dialect))
        if found.dialect != dialect:
            return f"% Use '{found.dialect} {name}' command for VRF '{name}'"
        context.enter("config-vrf", found)
        return ""

    return action


def remove(context: Context, name: str, dialect: Dialect) -> str:
    """Remove a VRF, its interfaces' membership and addresses, its BGP family and its static routes."""
    found = context.config.vrfs.get(name)
    if not found or found.dialect != dialect:
        return f"% No VRF named {name}"
    for interface in context.config.interfaces_of(name):
        interface.vrf = interface.address = interface.mask = None
        interface.secondary.clear()
    drop_family(context, name)
    context.config.static_routes = [route for route in context.config.static_routes if route.vrf != name]
    del context.config.vrfs[name]
    if found.rd:
        context.teardown.start(f"vrf {name}", f"rd {found.rd}")
    families = ["IPv4"] if dialect == "ip vrf" else sorted(found.families, reverse=True)
    return "\n".join(removed(family, name) for family in families)


def removed(family: str, name: str) -> str:
    """Return IOS's message after the removal of a VRF's addresses."""
    return f"% {family} addresses from all interfaces in VRF {name} have been removed"


def drop_family(context: Context, name: str) -> None:
    """Remove a VRF's BGP family."""
    if context.config.bgp:
        for key in [key for key in context.config.bgp.families if key[1] == name]:
            del context.config.bgp.families[key]


def description(context: Context, args: Args) -> str:
    """Set the VRF's description."""
    context.current.target.description = None if args.negated else args["text"]
    return ""


def rd(context: Context, args: Args) -> str:
    """Set or remove the route distinguisher."""
    found = cast(Vrf, context.current.target)
    return _remove_rd(context, found, args.get("wanted")) if args.negated else _set_rd(context, found, args["wanted"])


def _set_rd(context: Context, found: Vrf, wanted: str) -> str:
    if found.rd == wanted:
        return ""
    if found.rd:
        return f'% Do "no rd {found.rd}" before redefining the RD'
    if context.teardown.running(f"vrf {found.name}") or context.teardown.running(f"rd {wanted}"):
        return IN_PROGRESS
    for other in context.config.vrfs.values():
        if other.rd == wanted:
            return f"% RD {wanted} already in use by VRF {other.name}"
    found.rd = wanted
    return ""


def _remove_rd(context: Context, found: Vrf, named: str | None) -> str:
    """Remove the RD and the VRF's BGP family; the RD stays in use until its deletion has finished."""
    if not found.rd or (named and named != found.rd):
        return ""
    context.teardown.start(f"vrf {found.name}", f"rd {found.rd}")
    found.rd = None
    drop_family(context, found.name)
    return ""


def route_target(context: Context, args: Args) -> str:
    """Add or remove a route target; `both` is export and import."""
    targets = _targets(context)
    direction = args.get("direction") or "both"
    for name, chosen in (("import", targets.imports), ("export", targets.exports)):
        if direction in (name, "both"):
            (chosen.discard if args.negated else chosen.add)(args["target"])
    return ""


def _targets(context: Context) -> Targets:
    target = context.current.target
    return target.targets if isinstance(target, Vrf) else cast(Targets, target)


def address_family(context: Context, args: Args) -> str:
    """Enter or remove an address family of a `vrf definition`."""
    found = cast(Vrf, context.current.target)
    if found.dialect == "ip vrf":
        return "% Invalid input detected at '^' marker."
    if not args.negated:
        context.enter("config-vrf-af", found.families.setdefault(args["family"], Targets()))
        return ""
    if found.families.pop(args["family"], None) is None:
        return ""
    for interface in context.config.interfaces_of(found.name):
        interface.address = interface.mask = None
    return removed(args["family"], found.name)


def leave(context: Context, args: Args) -> str:
    """Leave the family: `exit-address-family`."""
    context.leave()
    return ""


GLOBAL: list[Command[Action]] = [
    Command("ip vrf <name>", vrf("ip vrf"), "="),
    Command("vrf definition <name>", vrf("vrf definition"), "="),
]
_TARGET = "route-target [{direction:import|export|both}] <target:rd>"
VRF: list[Command[Action]] = [
    Command("description <text:line>", description, "description [<text:line>]"),
    Command("rd <wanted:rd>", rd, "rd [<wanted:rd>]"),
    Command(_TARGET, route_target, "="),
    Command("address-family {family:ipv4|ipv6} [unicast]", address_family, "="),
]
VRF_FAMILY: list[Command[Action]] = [
    Command(_TARGET, route_target, "="),
    Command("exit-address-family", leave),
]
