"""`show route-map`."""

from collections.abc import Iterator

from emulator.config.model import RouteMapClause
from emulator.console import Console, ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.show.layout import community

# A line's form in the listing: typed words and printed words; other lines are printed as typed.
_SHOWN = {
    "match ip address prefix-list ": "ip address prefix-lists: ",
    "match ip address ": "ip address (access-lists): ",
    "match as-path ": "as-path (as-path filter): ",
    "match community ": "community (community-list filter): ",
    "match extcommunity ": "extcommunity (extcommunity-list filter):",
    "match metric ": "metric  ",
    "match ": "",
    "set extcommunity rt ": "extended community RT:",
    "set extcommunity soo ": "extended community SoO:",
    "set ": "",
}


def route_maps(console: Console, args: Args) -> str:
    """Print every clause of one map or of all, by name and number."""
    name, clauses = args.get("name"), console.device.config.route_maps
    chosen = [clauses[key] for key in sorted(clauses) if name in (None, key[0])]
    if name and not chosen:
        return f"route-map {name} not found"
    return "\n".join(line for clause in chosen for line in _lines(clause))


def _lines(clause: RouteMapClause) -> Iterator[str]:
    """Source: genieparser's and ntc-templates' samples; a blank follows a `match` line."""
    yield f"route-map {clause.name}, {clause.action}, sequence {clause.sequence}"
    yield "  Match clauses:"
    yield from (f"    {_shown(line)} " for line in clause.lines if line.startswith("match "))
    yield "  Set clauses:"
    yield from (f"    {_shown(line)}" for line in clause.lines if line.startswith("set "))
    yield "  Policy routing matches: 0 packets, 0 bytes"


def _shown(line: str) -> str:
    """Return a line's form in the listing."""
    typed = next(words for words in _SHOWN if line.startswith(words))
    rest = line.removeprefix(typed)
    if typed.startswith("set extcommunity rt"):
        rest = " RT:".join(rest.removesuffix(" additive").split()) + rest[len(rest.removesuffix(" additive")) :]
    return _SHOWN[typed] + (" ".join(map(community, rest.split())) if line.startswith("set community ") else rest)


USER: list[Command[ExecAction]] = [Command("show route-map [<name>]", route_maps)]
