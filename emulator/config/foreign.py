"""Lines that the emulator does not model, kept verbatim by block.

A block is identified by its headers from the outermost, `("router bgp 65000", "address-family ipv6")`; `()` is the
global level. No section of the model refers to these lines: the printed text merges the modelled text with them
(see render/merge.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from emulator.grammar.statements import delimited

Path = tuple[str, ...]


@dataclass(frozen=True)
class Anchor:
    """The previous line of the block, and the lines before it."""

    name: str
    before: "Anchor | None" = None

    def chain(self) -> Iterator[str]:
        """Yield the names, nearest first."""
        here: Anchor | None = self
        while here:
            yield here.name
            here = here.before


LAST = Anchor("\0")
"""An unknown place: the end of the block; for a global line, where IOS prints its kind."""


@dataclass(frozen=True)
class ForeignLine:
    """One line or text block, verbatim.

    Attributes:
        text: The text with its indent.
        anchor: The line to print it after; None for the block's beginning.
        comment_before: Whether a comment precedes it.
        comment_after: Whether a comment follows its block.
        closing_line: The line that closes its block, such as `exit-address-family`.
    """

    text: str
    anchor: Anchor | None = None
    comment_before: bool = False
    comment_after: bool = False
    closing_line: str | None = None

    @property
    def name(self) -> str:
        """The key of the line within its block."""
        return line_key(self.text)


def head_of(name: str) -> str:
    """Return the command before a text block's text; for any other line, the line."""
    first = name.partition("\n")[0]
    opened = delimited(first)
    return opened[0] if opened else first


def line_key(line: str) -> str:
    """Return a line's key: without indent, and for a route map's clause without its action, which can change."""
    words = line.split()
    if words[:1] == ["route-map"] and len(words) == 4 and words[2] in ("permit", "deny"):
        return f"route-map {words[1]} {words[3]}"
    return line.strip()


@dataclass
class Foreign:
    """All unmodelled lines, in order within their blocks.

    Attributes:
        blocks: The lines by block and name.
        removed_lines: Removed lines, by path. IOS prints a line at its own place however it is typed, and the place is
            known once a file contained the line.
    """

    blocks: dict[Path, dict[str, ForeignLine]] = field(default_factory=dict)
    removed_lines: dict[Path, ForeignLine] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def of(self, path: Path) -> list[ForeignLine]:
        """Return the lines of a block."""
        return list(self.blocks.get(path, {}).values())

    def has(self, path: Path, name: str) -> bool:
        """Return whether the block contains the line."""
        return name in self.blocks.get(path, {})

    def negates(self, path: Path, name: str) -> bool:
        """Return whether the line negates one in the block."""
        opposite = name.removeprefix("no ") if name.startswith("no ") else f"no {name}"
        return any(opposite in (known, head_of(known)) for known in self.blocks.get(path, {}))

    def add(self, path: Path, kept: ForeignLine) -> None:
        """Add a line; an existing one keeps its place."""
        block, previous = self.blocks.setdefault(path, {}), self.removed_lines.pop((*path, kept.name), kept)
        if kept.name in block:
            return
        names = list(block)
        followers = [name for name, each in block.items() if each.anchor and each.anchor.name == kept.name]
        names.insert(names.index(followers[0]) if followers else len(names), kept.name)
        block[kept.name] = previous if kept.anchor is LAST else kept
        self.blocks[path] = {name: block[name] for name in names}

    def end(self, path: Path, name: str, line: str) -> bool:
        """Set the closing line of a block's header; return whether the header is in the block."""
        kept = self.blocks.get(path, {}).get(name)
        if kept and kept.closing_line is None:
            self.blocks[path][name] = replace(kept, closing_line=line)
        return kept is not None

    def close(self, path: Path, name: str) -> None:
        """Record a comment after this line's block."""
        if kept := self.blocks.get(path, {}).get(name):
            self.blocks[path][name] = replace(kept, comment_after=True)

    def remove(self, path: Path, words: str, exact: bool = False) -> bool:
        """Remove the line, else all lines that begin with these words; return whether any was removed."""
        block = self.blocks.get(path, {})
        removed = [words] if words in block else []
        if not removed:
            removed = [name for name in block if head_of(name) == words != name]
        if not removed and not exact:
            removed = [name for name in block if name.startswith(words + " ")]
        for name in removed:
            self.removed_lines[(*path, name)] = block.pop(name)
            self.drop((*path, name))
        if not block:
            self.blocks.pop(path, None)
        return bool(removed)

    def drop(self, path: Path) -> None:
        """Remove a block and its inner blocks."""
        for known in [known for known in self.blocks if known[: len(path)] == path]:
            del self.blocks[known]

    def all(self) -> set[tuple[Path, str]]:
        """Return every line with its block."""
        return {(path, name) for path, block in self.blocks.items() for name in block}
