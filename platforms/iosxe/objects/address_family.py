"""A VRF's BGP family as it stands in a running configuration."""

from dataclasses import dataclass, field

from model.tables import DEFAULT_TABLE
from platforms.iosxe.objects.default_table import FAMILY, default_family
from platforms.iosxe.objects.inheritance import groups, listens
from platforms.iosxe.objects.neighbor_lines import group_written, split, written
from platforms.iosxe.objects.normalize import as_number
from platforms.iosxe.tree import Node, Tree
from platforms.plan import Command
from platforms.plan_builder import Mode, settled


def process_node(tree: Tree) -> Node | None:
    """The one `router bgp`."""
    return next(iter(tree.blocks("router bgp ")), None)


def process_as(node: Node) -> int:
    """The AS of a `router bgp` block."""
    return as_number(node.line.split()[2])


def family_line(vrf: str) -> str:
    """The line that opens a VRF's family; for the default table a name that stands for it in a plan."""
    return FAMILY if vrf == DEFAULT_TABLE else f"address-family ipv4 vrf {vrf}"


def family_node(tree: Tree, vrf: str) -> Node | None:
    """A VRF's family, None where BGP has none for it; the default table is one family wherever BGP runs."""
    process = process_node(tree)
    if process and vrf == DEFAULT_TABLE:
        return default_family(process)
    return process.child(family_line(vrf)) if process else None


@dataclass
class Family:
    """A family's lines: its own, and its neighbors' by address, without `neighbor ADDRESS`."""

    own: list[str] = field(default_factory=list)
    neighbors: dict[str, list[str]] = field(default_factory=dict)


def family_of(node: Node) -> Family:
    """The family's lines, its own and each neighbor's."""
    family = Family()
    for line in node.lines:
        if found := split(line):
            family.neighbors.setdefault(found[0], []).append(found[1])
        else:
            family.own.append(line)
    return family


def family_replayed(tree: Tree, node: Node, why: str = "") -> list[Command]:
    """The commands that write a whole family again, foreign lines too, no neighbor ever up without its filter.

    A peer group is complete before anything names it: a member is filtered by its group alone, and a neighbor of a
    listen range is a member at once. So the ranges come last.
    """
    process = process_node(tree)
    if not process:
        return []
    mode: Mode = (process.line, node.line)
    family = family_of(node)
    own = [Command(line, mode, why, settled=True) for line in family.own if not listens(line)]
    ranges = [Command(line, mode, why) for line in family.own if listens(line)]
    head = Command(node.line, (process.line,), why, settled=True)
    names = groups(family.neighbors)
    made = [command for name in names for command in group_written(mode, name, family.neighbors[name], why)]
    others = {address: tails for address, tails in family.neighbors.items() if address not in names}
    return [head, *own, *settled(made), *written(mode, others, why), *settled(ranges)]
