"""`neighbor NAME …`: one action per attribute of the table, for addresses and peer groups."""

from typing import cast

from emulator.config.bgp import Family, Neighbor, next_generation
from emulator.config.neighbor import ATTRIBUTES, BY_NAME, MEMBERSHIP, OUTBOUND, Attribute, Level
from emulator.configure import group_as, peer_group, peer_template
from emulator.configure.attribute_text import attribute_text
from emulator.configure.bgp import process
from emulator.configure.context import Action, Context
from emulator.configure.peer_group import NOT_HERE
from emulator.configure.peers import FIRST, new_neighbor, remove_neighbor
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

NO_FAMILY = "% Policy commands not allowed without an address family"
OWN_AS = "% Cannot have local-as same as BGP AS number"


def attribute_action(attribute: Attribute) -> Action:
    """Return the action that sets or removes the attribute."""

    def action(context: Context, args: Args) -> str:
        here = cast(Family, context.current.target)
        if attribute.level is Level.SESSION and here.kind != "process" and not here.vrf:
            return NOT_HERE
        if attribute.level is Level.POLICY and here.kind == "process" and not process(context).default_ipv4:
            return NO_FAMILY
        if attribute.name == "local-as" and args.get("asn") == str(process(context).asn) and not args.negated:
            return OWN_AS
        neighbor = _neighbor(context, here, attribute.level, args["address"])
        if neighbor is None:
            return FIRST
        if attribute.name in OUTBOUND and process(context).owner(here).peers(args["address"])[args["address"]].group:
            return peer_group.MEMBER
        if attribute.name == "activate" and args.negated and not _active_by_itself(context, here):
            neighbor.attributes.pop("activate", None)
            return ""
        return _change(neighbor, attribute, args)

    return action


def _active_by_itself(context: Context, here: Family) -> bool:
    """Return whether neighbors are active in this family by default, so that only `no … activate` is printed."""
    bgp = process(context)
    return bool(here.vrf) or (bgp.default_ipv4 and (here.kind == "process" or here is bgp.ipv4_home()))


def _neighbor(context: Context, here: Family, level: Level, name: str) -> Neighbor | None:
    """Return the owner of the attribute; None for a neighbor without a remote AS or a group that does not exist."""
    owner = process(context).owner(here)
    if name not in owner.peers(name):
        return None
    if level is Level.SESSION or here.vrf:
        return owner.peers(name)[name]
    home = process(context).ipv4_home() if here.kind == "process" else here
    return home.peers(name).setdefault(name, Neighbor(name))


def _change(neighbor: Neighbor, attribute: Attribute, args: Args) -> str:
    if not args.negated:
        neighbor.attributes[attribute.name] = attribute_text(attribute, args)
        if attribute.name == "shutdown":
            neighbor.generation = next_generation()
    elif attribute.name == "activate":
        neighbor.attributes["activate"] = "no activate"
    else:
        neighbor.attributes.pop(attribute.name, None)
    return ""


def remote_as(context: Context, args: Args) -> str:
    """Set the AS and keep the other attributes; `no` removes the neighbor from all families."""
    here, bgp = cast(Family, context.current.target), process(context)
    if args.negated:
        return remove(context, args)
    if here.kind != "process" and not here.vrf:
        return NOT_HERE
    if asn := group_as.as_of_member(bgp, here, args["address"]):
        return f"% Peer-group AS {asn}. Cannot configure remote-as for member"
    if not group_as.as_fits(bgp, here, args["address"], args["asn"]):
        old = here.neighbors[args["address"]].attributes["remote-as"].split()[1]
        return (
            f"% The AS# can not be changed from {old} to {args['asn']}, "
            "peer-group members must be all internal or all external"
        )
    neighbor = here.neighbors.get(args["address"]) or new_neighbor(bgp, here, args["address"])
    neighbor.attributes["remote-as"] = f"remote-as {args['asn']}"
    return ""


def group_remote_as(context: Context, args: Args) -> str:
    """Set the AS of a group's members; `no` removes the members without an AS of their own."""
    here, bgp = cast(Family, context.current.target), process(context)
    if here.kind != "process" and not here.vrf:
        return NOT_HERE
    others = f" alternate-as {args['others']}" if "others" in args else ""
    line = None if args.negated else f"remote-as {args['asn']}{others}"
    return group_as.group_as(bgp, here, args["address"], line)


def remove(context: Context, args: Args) -> str:
    """`no neighbor X` or `no neighbor X remote-as …`."""
    bgp = process(context)
    owner = bgp.owner(cast(Family, context.current.target))
    if args["address"] not in owner.neighbors:
        return FIRST
    remove_neighbor(bgp, owner, args["address"])
    return ""


def activate_group(context: Context, args: Args) -> str:
    """Refuse `activate` for a group."""
    owner = process(context).owner(cast(Family, context.current.target))
    return peer_group.ACTIVATED if args["address"] in owner.groups else FIRST


_LIMIT = "maximum-prefix <n:1-2147483647> [<threshold:1-100>] warning-only"
_PLAIN = [row for row in ATTRIBUTES if row.name not in MEMBERSHIP]


def _rows(argument: str, rows: list[Attribute]) -> list[Command[Action]]:
    found: list[Command[Action]] = [
        Command(f"neighbor {argument} {row.pattern}", attribute_action(row), f"neighbor {argument} {row.no}")
        for row in rows
    ]
    return [*found, Command(f"neighbor {argument} {_LIMIT}", attribute_action(BY_NAME["maximum-prefix"]))]


def _own(name: str, action: Action) -> Command[Action]:
    row = BY_NAME[name]
    return Command(f"neighbor <address:ip> {row.pattern}", action, f"neighbor <address:ip> {row.no}")


NEIGHBOR: list[Command[Action]] = [
    *_rows("<address:ip>", _PLAIN),
    _own("remote-as", remote_as),
    _own("peer-group", peer_group.membership),
    _own("inherit peer-session", peer_template.inherit_session),
    _own("inherit peer-policy", peer_template.inherit_policy),
    Command("no neighbor <address:ip>", remove),
    *_rows("<address:tag>", [row for row in _PLAIN if row.name != "activate"]),
    Command("neighbor <address:tag> peer-group", peer_group.define, "="),
    Command(
        "neighbor <address:tag> remote-as <asn:asn> [alternate-as <others:line>]",
        group_remote_as,
        "neighbor <address:tag> remote-as [<rest:line>]",
    ),
    Command("neighbor <address:tag> activate", activate_group, "="),
]
