"""Prefix lists and route maps."""

from ipaddress import IPv4Network
from typing import Literal, cast

from emulator.config.model import PrefixLine, PrefixList, RouteMapClause
from emulator.configure.context import Action, Context
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.render.policy import NUMBERED, prefix_rule


def prefix_entry(context: Context, args: Args) -> str:
    """Add or remove an entry; without `seq` it gets the next multiple of five."""
    prefix = str(IPv4Network(args["prefix"], strict=False))
    ge, le = (int(args[word]) if word in args else None for word in ("low", "high"))
    bits = int(prefix.split("/")[1])
    if (ge is not None or le is not None) and not bits < (ge if ge is not None else bits + 1) <= (
        le if le is not None else 32
    ):
        return f"% Invalid prefix range for {prefix}, make sure: len < ge-value <= le-value"
    action = cast(Literal["permit", "deny"], args["action"])
    entry = PrefixLine(int(args.get("sequence") or 0), action, prefix, ge, le)
    return _remove_entry(context, args["name"], entry) if args.negated else _add_entry(context, args["name"], entry)


def _add_entry(context: Context, name: str, entry: PrefixLine) -> str:
    listed = context.config.prefix_lists.get(name) or PrefixList(name)
    same = next((existing for existing in listed.entries.values() if existing.same_rule(entry)), None)
    if same:
        silent = entry.sequence in (0, same.sequence)
        return "" if silent else f"%Insertion failed - prefix-list entry exists:\n{listing(listed)}"
    if entry.sequence in listed.entries:
        return f"%Insertion failed - seq # exists:\n{listing(listed)}"
    entry.sequence = entry.sequence or (max(listed.entries, default=0) // 5 + 1) * 5
    listed.entries[entry.sequence] = entry
    context.config.prefix_lists[name] = listed
    return ""


def _remove_entry(context: Context, name: str, entry: PrefixLine) -> str:
    listed = context.config.prefix_lists.get(name)
    existing = listed and next((existing for existing in listed.entries.values() if existing.same_rule(entry)), None)
    if not listed or not existing or entry.sequence not in (0, existing.sequence):
        return "%Can't find specified prefix-list"
    del listed.entries[existing.sequence]
    _forget_empty(context, listed)
    return ""


def _forget_empty(context: Context, listed: PrefixList) -> None:
    if not listed.entries and not listed.description:
        context.config.prefix_lists.pop(listed.name, None)


def listing(listed: PrefixList) -> str:
    """Return the list as `show ip prefix-list` prints it."""
    rows = [f"   seq {number} {prefix_rule(listed.entries[number])}" for number in sorted(listed.entries)]
    return "\n".join([f"ip prefix-list {listed.name}: {len(rows)} entries", *rows])


def sequence_numbers(context: Context, args: Args) -> str:
    """`no ip prefix-list sequence-number`: print entries without their numbers."""
    if args.negated:
        context.config.inert["prefix-list"] = {NUMBERED: f"no {NUMBERED}"}
    else:
        context.config.inert.pop("prefix-list", None)
    return ""


def prefix_description(context: Context, args: Args) -> str:
    """Set a list's description."""
    listed = context.config.prefix_lists.setdefault(args["name"], PrefixList(args["name"]))
    listed.description = None if args.negated else args["text"]
    _forget_empty(context, listed)
    return ""


def remove_prefix_list(context: Context, args: Args) -> str:
    """`no ip prefix-list NAME`."""
    removed = context.config.prefix_lists.pop(args["name"], None)
    return "" if removed else "%Can't find specified prefix-list"


def route_map(context: Context, args: Args) -> str:
    """Create, enter or remove a clause."""
    name, sequence = args["name"], int(args.get("sequence") or 10)
    if args.negated:
        context.config.route_maps.pop((name, sequence), None)
        return ""
    action = args.get("action") or "permit"
    clause = context.config.route_maps.setdefault((name, sequence), RouteMapClause(name, action, sequence))
    clause.action = action
    context.enter("config-route-map", clause)
    return ""


def remove_route_map(context: Context, args: Args) -> str:
    """`no route-map NAME`."""
    for key in [key for key in context.config.route_maps if key[0] == args["name"]]:
        del context.config.route_maps[key]
    return ""


def clause_line(context: Context, args: Args) -> str:
    """Set a `match` or `set` line; a `set` line replaces the previous one of its kind."""
    clause, text = cast(RouteMapClause, context.current.target), " ".join(args.values.values())
    if args.negated:
        clause.lines = [line for line in clause.lines if line != text.removeprefix("no ").removeprefix("default ")]
        return ""
    same = [at for at, line in enumerate(clause.lines) if line == text or _sets(line) == _sets(text) is not None]
    if same:
        clause.lines[same[0]] = text
    else:
        clause.lines.append(text)
    return ""


def _sets(line: str) -> str | None:
    """Return the key of a `set` line: `metric`, `local-preference`, …; None for a `match` line."""
    words = line.split()
    if words[0] != "set" or len(words) < 3 or "verify-availability" in words:
        return None
    return " ".join(words[1:3]) if words[1] in ("ip", "ipv6", "extcommunity") else words[1]


def clause_description(context: Context, args: Args) -> str:
    """Set a clause's description."""
    context.current.target.description = None if args.negated else args["text"]
    return ""


_RULE = "{action:permit|deny} <prefix:prefix> [ge <low:0-32>] [le <high:0-32>]"
_ENTRY = f"ip prefix-list <name> [seq <sequence:1-4294967294>] {_RULE}"
GLOBAL: list[Command[Action]] = [
    Command(_ENTRY, prefix_entry, "="),
    Command(
        "ip prefix-list <name> description <text:line>",
        prefix_description,
        "ip prefix-list <name> description [<text:line>]",
    ),
    Command("no ip prefix-list <name>", remove_prefix_list),
    Command("ip prefix-list <numbers:sequence-number>", sequence_numbers, "="),
    Command(
        "route-map <name> [{action:permit|deny}] [<sequence:0-65535>]",
        route_map,
        "route-map <name> {action:permit|deny} <sequence:0-65535>",
    ),
    Command("no route-map <name>", remove_route_map),
]
ROUTE_MAP: list[Command[Action]] = [
    Command("match <text:line>", clause_line, "="),
    Command("set <text:line>", clause_line, "="),
    Command("description <text:line>", clause_description, "description [<text:line>]"),
]
