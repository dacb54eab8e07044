"""Route maps of the configuration, translated for the data plane."""

import re
from dataclasses import replace
from typing import Literal, cast

from emulator.config.model import Config, RouteMapClause
from emulator.dataplane.state import Clause

_LISTS = re.compile(r"match ip address prefix-list (.+)")
_METRIC = re.compile(r"set metric (\d+)")
_PREFERENCE = re.compile(r"set local-preference (\d+)")
_COMMUNITY = re.compile(r"set community (?!none)(.+)")
_PREPEND = re.compile(r"set as-path prepend ([\d ]+)")
_COMMUNITY_VALUE = re.compile(r"\d+(:\d+)?|no-export|no-advertise|local-as")


def clauses_of(config: Config) -> dict[str, tuple[Clause, ...]]:
    """Return each map's clauses in order."""
    found: dict[str, tuple[Clause, ...]] = {}
    for (name, _), configured in sorted(config.route_maps.items()):
        found[name] = (*found.get(name, ()), _clause(configured))
    return found


def _clause(configured: RouteMapClause) -> Clause:
    clause = Clause(configured.sequence, cast(Literal["permit", "deny"], configured.action))
    for line in configured.lines:
        clause = _with(clause, line)
    return clause


def _with(clause: Clause, line: str) -> Clause:
    """Return the clause with one more line; an unsupported `set` is ignored, an unsupported `match` matches nothing."""
    if found := _LISTS.fullmatch(line):
        return replace(clause, prefix_lists=(*clause.prefix_lists, *found[1].split()))
    if found := _METRIC.fullmatch(line):
        return replace(clause, metric=int(found[1]))
    if found := _PREFERENCE.fullmatch(line):
        return replace(clause, local_preference=int(found[1]))
    if found := _COMMUNITY.fullmatch(line):
        words = found[1].split()
        values = tuple(word for word in words if _COMMUNITY_VALUE.fullmatch(word))
        return replace(clause, communities=values, additive="additive" in words)
    if found := _PREPEND.fullmatch(line):
        return replace(clause, prepend=tuple(int(asn) for asn in found[1].split()))
    return replace(clause, unknown=clause.unknown or line.startswith("match"))
