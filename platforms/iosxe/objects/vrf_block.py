"""A VRF as it stands in a running configuration, in either syntax."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from model.router import VrfSyntax
from platforms.iosxe.objects.normalize import community
from platforms.iosxe.tree import Node, Tree

SYNTAXES: tuple[VrfSyntax, ...] = ("ip vrf", "vrf definition")
FAMILY = "address-family ipv4"
# A route target with its direction: ("export", "65000:1").
Target = tuple[str, str]


@dataclass
class VrfBlock:
    """A VRF that runs.

    Attributes:
        node: Its block.
        syntax: How it is written.
        rd: Its route distinguisher as written.
        targets: Its route targets, each with the modes below the VRF's own that contain it.
        other: The lines that are neither of these.
    """

    node: Node
    syntax: VrfSyntax
    rd: str | None = None
    targets: dict[Target, list[tuple[str, ...]]] = field(default_factory=dict)
    other: list[str] = field(default_factory=list)

    @property
    def wide(self) -> set[Target]:
        """The route targets of a `vrf definition` that stand at its own level: they apply to all of its families."""
        return {target for target, places in self.targets.items() if () in places and self.syntax != "ip vrf"}

    @property
    def families(self) -> list[str]:
        """The lines of its other families."""
        lines = (line for line in self.node.lines if line.startswith("address-family "))
        return [line for line in lines if line != FAMILY]

    @property
    def carries_ipv4(self) -> bool:
        """Whether the VRF has an IPv4 table."""
        return self.syntax == "ip vrf" or self.node.child(FAMILY) is not None


def vrf_block(tree: Tree, name: str) -> VrfBlock | None:
    """The VRF of that name, in either syntax."""
    for syntax in SYNTAXES:
        if node := tree.block(f"{syntax} {name}"):
            found = VrfBlock(node, syntax)
            _sort(found, node, ())
            if family := node.child(FAMILY):
                _sort(found, family, (FAMILY,))
            return found
    return None


def _sort(found: VrfBlock, node: Node, below: tuple[str, ...]) -> None:
    for child in node:
        words = child.line.split()
        if words[0] == "rd" and not below:
            found.rd = words[1]
        elif words[0] == "route-target" and words[1] in ("export", "import") and len(words) == 3:
            found.targets.setdefault((words[1], community(words[2])), []).append(below)
        elif child.line != FAMILY:
            found.other.append(child.line)
            found.other.extend(line.line for line in child.walk())


def interface_vrf(node: Node) -> str | None:
    """The line that puts an interface into a VRF, as written."""
    return next((line for line in node.lines if line.startswith(("ip vrf forwarding ", "vrf forwarding "))), None)


def vrf_name(node: Node) -> str | None:
    """The VRF of an interface, None for the global table."""
    line = interface_vrf(node)
    return line.split()[-1] if line else None


def guests(tree: Tree, name: str) -> Iterator[str]:
    """The first lines of interfaces and routes in the VRF."""
    for node in tree:
        head = node.line
        if (head.startswith("interface ") and vrf_name(node) == name) or head.startswith(f"ip route vrf {name} "):
            yield head
        elif head.startswith("router "):
            families = (line for line in node.lines if line.startswith("address-family "))
            yield from (f"{head} / {line}" for line in families if line.split()[-2:] == ["vrf", name])


def distinguishers(tree: Tree) -> dict[str, str]:
    """The VRF names by route distinguisher."""
    found: dict[str, str] = {}
    for node in tree:
        if node.line.startswith(SYNTAXES) and len(words := node.line.split()) == 3:
            found.update({community(line[3:]): words[2] for line in node.lines if line.startswith("rd ")})
    return found
