"""`bgp listen`: dynamic neighbors from a range.

Source: Cisco's feature guide on BGP dynamic neighbors for the syntax and the default limit. No recording of IOS's
refusals is known; the texts are FRR's, whose prompt imitates IOS's.
"""

from ipaddress import IPv4Network
from typing import cast

from emulator.config.bgp import Family
from emulator.config.neighbor import DEFAULT_LIMIT
from emulator.configure.context import Action, Context
from emulator.configure.peer_group import NO_GROUP, NOT_HERE
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

NO_RANGE = "% Range specified cannot be deleted because it is not part of current config."


def listen_range(context: Context, args: Args) -> str:
    """Accept dynamic neighbors of a range as members of a group.

    The running configuration prints ranges before groups, so the group must exist only at the prompt.
    """
    here, prefix = cast(Family, context.current.target), str(IPv4Network(args["prefix"], strict=False))
    if here.kind != "process" and not here.vrf:
        return NOT_HERE
    attached, group = here.ranges.get(prefix), args.get("group")
    if args.negated:
        return NO_RANGE if here.ranges.pop(prefix, None) is None else ""
    if group not in here.groups and not context.loading:
        return NO_GROUP
    if attached not in (None, group):
        return f"% Same listen range is attached to peer-group {attached}"
    here.ranges[prefix] = str(group)
    return ""


def listen_limit(context: Context, args: Args) -> str:
    """Set the limit of dynamic neighbors."""
    here = cast(Family, context.current.target)
    if here.kind != "process" and not here.vrf:
        return NOT_HERE
    here.lines.pop("listen limit", None)
    if not args.negated and int(args["count"]) != DEFAULT_LIMIT:
        here.lines["listen limit"] = f"bgp listen limit {args['count']}"
    return ""


LISTEN: list[Command[Action]] = [
    Command(
        "bgp listen range <prefix:prefix> peer-group <group>",
        listen_range,
        "bgp listen range <prefix:prefix> [peer-group <group>]",
    ),
    Command("bgp listen limit <count:1-5000>", listen_limit, "bgp listen limit [<count:1-5000>]"),
]
