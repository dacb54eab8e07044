"""The effective settings of a neighbor: its own lines, then those inherited from its peer group or templates.

A VRF's peer groups are in the VRF's own family; templates are below `router bgp` and serve every family.

Source: Cisco's configuration guide on BGP peer groups and peer templates: a neighbor's own line overrides an
inherited one, a template's own line overrides its parents', and of several parents the one with the highest sequence
number wins.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from platforms.iosxe.tree import Node

# A family's neighbors and peer groups by name: their lines without `neighbor NAME`, as `Family.neighbors` has them.
Neighbors = Mapping[str, Sequence[str]]

_GROUP = "peer-group"
_LISTEN = "bgp listen range "
# Settings of a peer group that apply to all its members; a member's own line is refused.
# Source: public notes on peer groups; by them `default-originate` is a member's own.
_OUTBOUND_WORDS = ("send-community", "next-hop-self", "as-override", "remove-private-as", "unsuppress-map")


@dataclass(frozen=True)
class Setting:
    """One effective line of a neighbor.

    Attributes:
        tail: The text after `neighbor ADDRESS`; `no activate` for `no neighbor ADDRESS activate`.
        source: What it is inherited from: `peer group 'NODES'`; empty for the neighbor's own line.
    """

    tail: str
    source: str = ""


def key_of(tail: str) -> str:
    """The key that a line sets: of two lines with the same key only one is effective."""
    words = tail.removeprefix("no ").split()
    if words[0] in ("inherit", "fall-over", "ha-mode"):
        return " ".join(words[:2])
    return f"{words[0]} {words[-1]}" if words[-1] in ("in", "out") else words[0]


def is_outbound(tail: str) -> bool:
    """Whether a peer group alone may have this line, not its members."""
    return key_of(tail).endswith(" out") or key_of(tail) in _OUTBOUND_WORDS


def is_membership(tail: str) -> bool:
    """Whether a neighbor's line names a peer group or a template."""
    return tail.startswith((f"{_GROUP} ", "inherit peer-"))


def memberships(tails: Iterable[str]) -> list[str]:
    """The lines of a neighbor that name its peer group or its templates."""
    return [tail for tail in tails if is_membership(tail)]


def source_of(tail: str) -> str:
    """The source that a membership names: `peer group 'NODES'`, `template peer-session 'S'`."""
    words = tail.split()
    return f"peer group '{words[1]}'" if words[0] == _GROUP else f"template {words[1]} '{words[2]}'"


def groups(neighbors: Neighbors) -> list[str]:
    """The names of the peer groups among a family's neighbors."""
    return [name for name, tails in neighbors.items() if _GROUP in tails]


def listens(line: str) -> bool:
    """Whether a family's line accepts neighbors of a range, as members of a peer group."""
    return line.startswith(_LISTEN)


def ranges(lines: Iterable[str]) -> dict[str, str]:
    """The peer group of each `bgp listen range`, by its prefix."""
    words = [line.split() for line in lines if listens(line)]
    return {each[3]: each[5] for each in words if len(each) > 5}


def templates(process: Node, kind: str) -> dict[str, list[str]]:
    """The lines of each `template peer-session` or `template peer-policy`, by its name.

    Args:
        process: `router bgp`.
        kind: `peer-session` or `peer-policy`.
    """
    head = f"template {kind} "
    return {node.line[len(head) :]: node.lines for node in process if node.line.startswith(head)}


def settings_of(process: Node, neighbors: Neighbors, name: str) -> list[Setting]:
    """Every effective line of a neighbor or a peer group, its own first, then the inherited ones.

    Args:
        process: `router bgp`, for its templates.
        neighbors: The neighbors and peer groups of the family.
        name: An address, or a peer group's name.
    """
    own = [tail for tail in neighbors.get(name, ()) if tail != _GROUP]
    found = {key_of(tail): Setting(tail) for tail in own if not is_membership(tail)}
    for tail in memberships(own):
        for setting in inherited_from(process, neighbors, tail):
            found.setdefault(key_of(setting.tail), setting)
    return list(found.values())


def inherited_from(process: Node, neighbors: Neighbors, membership: str) -> list[Setting]:
    """The lines that a neighbor inherits by this membership."""
    words, source = membership.split(), source_of(membership)
    if words[0] == _GROUP:
        given = [setting.tail for setting in settings_of(process, neighbors, words[1])]
    else:
        given = _of_template(templates(process, words[1]), words[2])
    return [Setting(tail, source) for tail in given if key_of(tail) != "activate"]


def _of_template(known: Mapping[str, Sequence[str]], name: str, seen: tuple[str, ...] = ()) -> list[str]:
    """A template's lines over its parents', the parent with the highest sequence number first."""
    if name in seen:
        return []
    lines = known.get(name, ())
    found = {key_of(line): line for line in lines if not is_membership(line)}
    for parent in sorted(filter(is_membership, lines), key=_sequence, reverse=True):
        for line in _of_template(known, parent.split()[2], (*seen, name)):
            found.setdefault(key_of(line), line)
    return list(found.values())


def _sequence(parent: str) -> int:
    words = parent.split()
    return int(words[3]) if len(words) > 3 else 0


def missing_from(process: Node, neighbors: Neighbors, tails: Iterable[str]) -> list[str]:
    """The peer groups and templates that a neighbor's lines name and that do not exist."""
    known = {source_of(f"{_GROUP} {name}") for name in groups(neighbors)}
    for kind in ("peer-session", "peer-policy"):
        known |= {source_of(f"inherit {kind} {name}") for name in templates(process, kind)}
    return [source for source in map(source_of, memberships(tails)) if source not in known]
