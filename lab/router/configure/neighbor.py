"""`neighbor ADDRESS …`: one action per row of the attribute table."""

from typing import cast

from lab.router.config.bgp import Family, Neighbor, lives
from lab.router.config.neighbor import ATTRIBUTES, BY_NAME, Attribute, Level
from lab.router.configure.bgp import process
from lab.router.configure.context import Action, Context
from lab.router.grammar.match import Args
from lab.router.grammar.tree import Command

FIRST = "% Specify remote-as or peer-group commands first"
NO_FAMILY = "% Policy commands not allowed without an address family"
NOT_HERE = "% General session commands not allowed under the address family"


def _printed(attribute: Attribute, args: Args) -> str:
    """What is stored and printed after `neighbor ADDRESS`."""
    special = {
        "ebgp-multihop": lambda: f"ebgp-multihop {args.get('hops') or 255}",
        "timers": lambda: f"timers {args['keepalive']} {args['hold']}",
        "password": lambda: " ".join(filter(None, ["password", (args.get("kind") or "").strip("0"), args["text"]])),
        "send-community": lambda: (
            "send-community" + (f" {args['kind']}" if args.get("kind") not in (None, "standard") else "")
        ),
        "allowas-in": lambda: "allowas-in" + (f" {args['n']}" if "n" in args else ""),
        "ha-mode": lambda: " ".join(filter(None, ["ha-mode graceful-restart", args.get("disable")])),
        "maximum-prefix": lambda: " ".join(filter(None, ["maximum-prefix", *_limit(args)])),
    }
    return attribute.text.format(**args.values) if attribute.text else special[attribute.name]()


def _limit(args: Args) -> list[str | None]:
    return [args.get(word) for word in ("n", "threshold", "restart", "minutes", "warning-only")]


def attribute_action(attribute: Attribute) -> Action:
    """What typing the attribute does."""

    def action(context: Context, args: Args) -> str:
        here = cast(Family, context.place.target)
        if attribute.name == "remote-as":
            return _remote_as(context, here, args)
        if attribute.level is Level.SESSION and here.kind != "process" and not here.vrf:
            return NOT_HERE
        if attribute.level is Level.POLICY and here.kind == "process" and not process(context).default_ipv4:
            return NO_FAMILY
        neighbor = _neighbor(context, here, attribute.level, args["address"])
        return FIRST if neighbor is None else _change(neighbor, attribute, args)

    return action


def _neighbor(context: Context, here: Family, level: Level, address: str) -> Neighbor | None:
    """Where the attribute is kept, None for a neighbor without a remote AS."""
    owner = here if here.vrf else process(context).process
    if address not in owner.neighbors:
        return None
    if level is Level.SESSION or here.vrf:
        return owner.neighbors[address]
    home = process(context).ipv4_home() if here.kind == "process" else here
    return home.neighbors.setdefault(address, Neighbor(address))


def _change(neighbor: Neighbor, attribute: Attribute, args: Args) -> str:
    if not args.negated:
        neighbor.attributes[attribute.name] = _printed(attribute, args)
        if attribute.name == "shutdown":
            neighbor.life = lives()
    elif attribute.name == "activate":
        neighbor.attributes["activate"] = "no activate"
    else:
        neighbor.attributes.pop(attribute.name, None)
    return ""


def _remote_as(context: Context, here: Family, args: Args) -> str:
    """A new AS keeps all else; `no` removes the neighbor with all that was said of it."""
    if args.negated:
        return remove(context, args)
    if here.kind != "process" and not here.vrf:
        return NOT_HERE
    address, new = args["address"], args["address"] not in here.neighbors
    neighbor = here.neighbors.setdefault(address, Neighbor(address))
    neighbor.attributes["remote-as"] = f"remote-as {args['asn']}"
    if new and (here.vrf or process(context).default_ipv4):
        home = here if here.vrf else process(context).ipv4_home()
        home.neighbors.setdefault(address, Neighbor(address)).attributes["activate"] = "activate"
    return ""


def remove(context: Context, args: Args) -> str:
    """`no neighbor X` or `no neighbor X remote-as …`."""
    here, address = cast(Family, context.place.target), args["address"]
    owner = here if here.vrf else process(context).process
    if owner.neighbors.pop(address, None) is None:
        return FIRST
    if not here.vrf:
        for family in process(context).families.values():
            if not family.vrf:
                family.neighbors.pop(address, None)
    return ""


NEIGHBOR: list[Command[Action]] = [
    *(
        Command(f"neighbor <address:ip> {row.pattern}", attribute_action(row), f"neighbor <address:ip> {row.no}")
        for row in ATTRIBUTES
    ),
    Command(
        "neighbor <address:ip> maximum-prefix <n:1-2147483647> [<threshold:1-100>] warning-only",
        attribute_action(BY_NAME["maximum-prefix"]),
    ),
    Command("no neighbor <address:ip>", remove),
]
