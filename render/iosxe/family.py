"""A VRF's BGP family as it stands in a running configuration."""

from dataclasses import dataclass, field

from render.iosxe.draft import Mode
from render.iosxe.kind import Command
from render.iosxe.neighbor import split, written
from render.iosxe.notation import as_number
from render.iosxe.tree import Node, Tree


def process_node(tree: Tree) -> Node | None:
    """The one `router bgp`."""
    return next(iter(tree.blocks("router bgp ")), None)


def process_as(node: Node) -> int:
    """The AS of a `router bgp` block."""
    return as_number(node.line.split()[2])


def family_line(vrf: str) -> str:
    """The line that opens a VRF's family."""
    return f"address-family ipv4 vrf {vrf}"


def family_node(tree: Tree, vrf: str) -> Node | None:
    """A VRF's family, None where BGP has none for it."""
    process = process_node(tree)
    return process.child(family_line(vrf)) if process else None


@dataclass
class Family:
    """A family's lines: its own, and its neighbors' by address, without `neighbor ADDRESS`."""

    own: list[str] = field(default_factory=list)
    neighbors: dict[str, list[str]] = field(default_factory=dict)


def family_of(node: Node) -> Family:
    """The lines sorted by whom they speak of."""
    family = Family()
    for line in node.lines:
        if found := split(line):
            family.neighbors.setdefault(found[0], []).append(found[1])
        else:
            family.own.append(line)
    return family


def family_again(tree: Tree, node: Node, why: str = "") -> list[Command]:
    """The commands that write a whole family once more, foreign lines too, no neighbor ever up without its filter."""
    process = process_node(tree)
    if not process:
        return []
    mode: Mode = (process.line, node.line)
    family = family_of(node)
    own = [Command(line, mode, why, settled=True) for line in family.own]
    return [Command(node.line, (process.line,), why, settled=True), *own, *written(mode, family.neighbors, why)]
