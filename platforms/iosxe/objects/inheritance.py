"""What counts for a neighbor: its own lines, then what its peer group or its templates give it.

A VRF's peer groups are in the VRF's own family; templates are below `router bgp` and serve every family.

Source: Cisco's configuration guide on BGP peer groups and peer templates: a neighbor's own line counts more than an
inherited one, a template's own line more than its parents', and of several parents the one with the highest sequence
number counts most.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from platforms.iosxe.tree import Node

# A family's neighbors and peer groups by name: their lines without `neighbor NAME`, as `Family.neighbors` has them.
Neighbors = Mapping[str, Sequence[str]]

_GROUP = "peer-group"
_LISTEN = "bgp listen range "
# What a peer group alone decides for its members; a member's own line is refused.
# Source: public notes on peer groups; of a member's `default-originate` they say that it is its own.
_OUTBOUND_WORDS = ("send-community", "next-hop-self", "as-override", "remove-private-as", "unsuppress-map")


@dataclass(frozen=True)
class Setting:
    """One line that counts for a neighbor.

    Attributes:
        rest: The text after `neighbor ADDRESS`; `no activate` for `no neighbor ADDRESS activate`.
        source: Where it comes from, as people call it: `peer group 'NODES'`; empty for the neighbor's own line.
    """

    rest: str
    source: str = ""


def key_of(rest: str) -> str:
    """What a line sets: of two lines with the same key only one counts."""
    words = rest.removeprefix("no ").split()
    if words[0] in ("inherit", "fall-over", "ha-mode"):
        return " ".join(words[:2])
    return f"{words[0]} {words[-1]}" if words[-1] in ("in", "out") else words[0]


def is_outbound(rest: str) -> bool:
    """Whether a peer group alone may have this line, not its members."""
    return key_of(rest).endswith(" out") or key_of(rest) in _OUTBOUND_WORDS


def is_membership(rest: str) -> bool:
    """Whether a neighbor's line names a peer group or a template."""
    return rest.startswith((f"{_GROUP} ", "inherit peer-"))


def memberships(rests: Iterable[str]) -> list[str]:
    """The lines of a neighbor that name its peer group or its templates."""
    return [rest for rest in rests if is_membership(rest)]


def source_of(rest: str) -> str:
    """What a membership names, as people call it: `peer group 'NODES'`, `template peer-session 'S'`."""
    words = rest.split()
    return f"peer group '{words[1]}'" if words[0] == _GROUP else f"template {words[1]} '{words[2]}'"


def groups(neighbors: Neighbors) -> list[str]:
    """The names of the peer groups among a family's neighbors."""
    return [name for name, rests in neighbors.items() if _GROUP in rests]


def listens(line: str) -> bool:
    """Whether a family's line takes in neighbors of a range, as members of a peer group."""
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
    """Every line that counts for a neighbor or a peer group, its own first, then the inherited ones.

    Args:
        process: `router bgp`, for its templates.
        neighbors: The neighbors and peer groups of the family.
        name: An address, or a peer group's name.
    """
    own = [rest for rest in neighbors.get(name, ()) if rest != _GROUP]
    found = {key_of(rest): Setting(rest) for rest in own if not is_membership(rest)}
    for rest in memberships(own):
        for setting in inherited_from(process, neighbors, rest):
            found.setdefault(key_of(setting.rest), setting)
    return list(found.values())


def inherited_from(process: Node, neighbors: Neighbors, membership: str) -> list[Setting]:
    """What a peer group or a template gives to a neighbor that names it in this line."""
    words, source = membership.split(), source_of(membership)
    if words[0] == _GROUP:
        given = [setting.rest for setting in settings_of(process, neighbors, words[1])]
    else:
        given = _of_template(templates(process, words[1]), words[2])
    return [Setting(rest, source) for rest in given if key_of(rest) != "activate"]


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


def missing_from(process: Node, neighbors: Neighbors, rests: Iterable[str]) -> list[str]:
    """The peer groups and templates that a neighbor's lines name and that are not there."""
    known = {source_of(f"{_GROUP} {name}") for name in groups(neighbors)}
    for kind in ("peer-session", "peer-policy"):
        known |= {source_of(f"inherit {kind} {name}") for name in templates(process, kind)}
    return [source for source in map(source_of, memberships(rests)) if source not in known]
