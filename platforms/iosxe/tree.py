"""A running configuration as a tree of its lines."""

from collections.abc import Iterator, Sequence

from errors import PlanError
from platforms.iosxe.text_blocks import text_end

# Lines that carry no configuration: the header of `show running-config`, comments, and what closes a block.
_HEADER = ("Building configuration", "Current configuration", "Using ")
_CLOSING = frozenset({"end", "exit-address-family", "exit-vrf", "exit-peer-policy", "exit-peer-session", "exit-vrrp"})


class Node:
    """One line and the lines below it.

    Attributes:
        line: The text without its indent.
        children: The lines one level deeper, in the router's order.
    """

    __slots__ = ("children", "line")

    def __init__(self, line: str) -> None:
        self.line = line
        # Most lines have nothing below them, and a list each would double the time it takes to read a large router.
        self.children: Sequence[Node] = ()

    def add(self, child: "Node") -> None:
        """Puts a line below this one, after those that are there."""
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]

    def __iter__(self) -> Iterator["Node"]:
        return iter(self.children)

    def __repr__(self) -> str:
        return f"Node({self.line!r}, {len(self.children)} below)"

    @property
    def lines(self) -> list[str]:
        """The lines right below this one."""
        return [child.line for child in self.children]

    def child(self, line: str) -> "Node | None":
        """The first line below that reads exactly so."""
        return next((child for child in self.children if child.line == line), None)

    def walk(self) -> Iterator["Node"]:
        """Every line below, at any depth, in order."""
        for child in self.children:
            yield child
            yield from child.walk()


class Tree(Node):
    """A whole configuration; its blocks can be looked up by their first line."""

    __slots__ = ("_blocks",)

    def __init__(self) -> None:
        super().__init__("")
        self._blocks: dict[str, Node] | None = None

    def block(self, line: str) -> Node | None:
        """The block that begins with exactly this line."""
        if self._blocks is None:
            self._blocks = {child.line: child for child in reversed(self.children)}
        return self._blocks.get(line)

    def blocks(self, prefix: str) -> list[Node]:
        """Every block whose first line begins so."""
        return [child for child in self.children if child.line.startswith(prefix)]


def parse(text: str) -> Tree:
    """The tree of a running configuration; header, comments, texts and closing lines are left out.

    Args:
        text: `show running-config`'s answer, with LF or CR LF.

    Raises:
        PlanError: A text has no end: what follows it is not known.
    """
    tree = Tree()
    open_blocks: list[tuple[int, Node]] = [(-1, tree)]
    # Only a line feed ends a line: a description may hold a form feed, and what follows it is no line of its own.
    lines = iter(text.split("\n"))
    for raw in lines:
        line = raw.strip()
        if not line or line[0] == "!" or line in _CLOSING or raw.startswith(_HEADER):
            continue
        indent = raw.index(line[0])
        while open_blocks[-1][0] >= indent:
            open_blocks.pop()
        node = Node(line)
        open_blocks[-1][1].add(node)
        open_blocks.append((indent, node))
        # Read past a text, which is free and may look like configuration.
        if (end := text_end(line)) and not any(end.is_in(each) for each in lines):
            raise PlanError(
                f"the text that '{line}' opens never ends, so what follows it is not known",
                f"it ends with a line that holds '{end.mark}'",
            )
    return tree
