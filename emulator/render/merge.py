"""The modelled configuration, merged with the unmodelled lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from emulator.config.foreign import LAST, Foreign, ForeignLine, Path, line_key
from emulator.render.print_order import port_rank, rank


@dataclass
class Node:
    """A line and its deeper lines."""

    text: str
    inner: list["Node"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The line's key."""
        return line_key(self.text)

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment."""
        return self.name == "!"


def with_foreign_lines(lines: Sequence[str], foreign: Foreign) -> list[str]:
    """Return the lines of a configuration, or of a part of it, with the unmodelled lines of its blocks."""
    if not foreign:
        return list(lines)
    out: list[str] = []
    _Merger(foreign, out).block((), nodes_of(lines))
    return out


def nodes_of(lines: Sequence[str]) -> list[Node]:
    """Return lines as a tree, by their indents."""
    root = Node("")
    stack = [(-1, root)]
    for line in lines:
        depth = len(line) - len(line.lstrip(" "))
        while stack[-1][0] >= depth:
            stack.pop()
        node = Node(line)
        stack[-1][1].inner.append(node)
        stack.append((depth, node))
    return root.inner


def names_of(lines: Sequence[str]) -> set[tuple[Path, str]]:
    """Return every line's name with the headers above it."""
    found = set[tuple[Path, str]]()

    def walk(path: Path, nodes: list[Node]) -> None:
        for node in nodes:
            found.add((path, node.name))
            walk((*path, node.name), node.inner)

    walk((), nodes_of(lines))
    return found


_NO_ADDRESS = ("switchport", "ip unnumbered ", "ip address ")


@dataclass
class _Merger:
    foreign: Foreign
    out: list[str]

    @cached_property
    def _blocks_with_lines(self) -> dict[Path, dict[str, None]]:
        """Return every block with unmodelled lines in it or deeper, and the names of its inner blocks with some."""
        found: dict[Path, dict[str, None]] = {}
        for known in self.foreign.blocks:
            found.setdefault(known, {})
            for depth, name in enumerate(known):
                found.setdefault(known[:depth], {})[name] = None
        return found

    def block(self, path: Path, nodes: list[Node], indent: str = "") -> None:
        """Add a block's lines to the output."""
        kept = self._kept(path, nodes, indent)
        if path and path[0].startswith("interface ") and any(k.name.startswith(_NO_ADDRESS) for k in kept):
            nodes = [node for node in nodes if node.name != "no ip address"]
        placed = _placed(kept, nodes, path)
        if not path and nodes and nodes[0].name.startswith("version "):
            placed[0] = [*placed.pop(-1, []), *placed.get(0, [])]  # no line precedes the release
        self._add_lines(path, placed.get(-1, []))
        for at, node in enumerate(nodes):
            self.out.append(node.text)
            if node.inner or (*path, node.name) in self._blocks_with_lines:
                self.block((*path, node.name), node.inner, node.text[: len(node.text) - len(node.text.lstrip())] + " ")
            following = nodes[at + 1].is_comment if at + 1 < len(nodes) else False
            self._add_lines(path, placed.get(at, []), following)

    def _kept(self, path: Path, nodes: list[Node], indent: str) -> list[ForeignLine]:
        """Return the block's unmodelled lines, and the headers that only such lines need, such as `archive`."""
        kept = self.foreign.of(path)
        names = {node.name for node in nodes} | {each.name for each in kept}
        called = self._blocks_with_lines.get(path, {})
        return kept + [ForeignLine(indent + name, LAST, comment_after=not path) for name in called if name not in names]

    def _add_lines(self, path: Path, kept: list[ForeignLine], separated: bool = False) -> None:
        """Add consecutive unmodelled lines to the output; `separated` if a comment follows them anyway."""
        for each in kept:
            self._add_line(path, each)
        if separated and kept and kept[-1].comment_after:
            self.out.pop()

    def _add_line(self, path: Path, kept: ForeignLine) -> None:
        indent = kept.text[: len(kept.text) - len(kept.text.lstrip(" "))]
        if kept.comment_before and self.out and self.out[-1].strip() != "!":
            self.out.append(indent + "!")
        self.out.append(kept.text)
        self.block((*path, kept.name), [], indent + " ")
        if kept.closing_line:
            self.out.append(kept.closing_line)
        if kept.comment_after:
            self.out.append(indent + "!")


def _placed(kept: list[ForeignLine], nodes: list[Node], path: Path) -> dict[int, list[ForeignLine]]:
    """Return the unmodelled lines by the index of the modelled line before them; -1 is the beginning."""
    exact = {node.name: at for at, node in enumerate(nodes)}
    similar = {_kind(node.name): at for at, node in enumerate(nodes) if not node.is_comment}
    placed: dict[int, list[ForeignLine]] = {}
    known: dict[str, int] = {}
    for each in kept:
        before = known.get(each.anchor.name) if each.anchor else None
        at = _own_place(each, nodes, path, exact, similar) if before is None else before
        known[each.name] = at
        beside = placed.setdefault(at, [])
        beside.insert(0 if each.anchor is LAST and each.name.startswith("ip unnumbered ") else len(beside), each)
    return placed


def _own_place(kept: ForeignLine, nodes: list[Node], path: Path, exact: dict[str, int], similar: dict[str, int]) -> int:
    if kept.anchor is LAST and not path:
        return _ranked(kept, nodes)
    if kept.anchor is LAST and path[0].startswith("interface ") and (own := port_rank(kept.name)) is not None:
        return max((at for at, node in enumerate(nodes) if (port_rank(node.name) or 0) <= own), default=-1)
    at = _after(kept, exact, similar, len(nodes))
    while 0 <= at < len(nodes) - 1 and _continues_block(nodes[at + 1], kept):
        at += 1
    return at


def _continues_block(following: Node, kept: ForeignLine) -> bool:
    """Return whether a line continues the block before it."""
    return following.name.startswith("exit-") or (following.is_comment and kept.comment_before)


def _after(kept: ForeignLine, exact: dict[str, int], similar: dict[str, int], count: int) -> int:
    if kept.anchor is LAST:
        return count - 1
    for name in kept.anchor.chain() if kept.anchor else ():
        at = exact.get(name, similar.get(_kind(name)))
        if at is not None:
            return at
    return -1


def _kind(name: str) -> str:
    """Return the kind of a line: its first two words without `no`."""
    return " ".join(name.removeprefix("no ").split()[:2]).replace("ip unnumbered", "ip address")


def _ranked(kept: ForeignLine, nodes: list[Node]) -> int:
    own = rank(kept.name)
    before = [at for at, node in enumerate(nodes) if not node.is_comment and rank(node.name) <= own]
    at = before[-1] if before else -1
    while at + 1 < len(nodes) and nodes[at + 1].is_comment:
        at += 1
    return at
