"""Lines the router does not model, word for word, by the block they stand in.

A block is named by its headers from the outermost, `("router bgp 65000", "address-family ipv6")`; `()` is the
global level. Nothing that knows a section of the configuration has to know of these lines: what is printed is woven
from the modelled text and them (see render/woven.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from emulator.grammar.statements import delimited

Path = tuple[str, ...]


@dataclass(frozen=True)
class Anchor:
    """The line that stood before in the same block, and what stood before that."""

    name: str
    before: "Anchor | None" = None

    def chain(self) -> Iterator[str]:
        """The names, nearest first."""
        here: Anchor | None = self
        while here:
            yield here.name
            here = here.before


LAST = Anchor("\0")
"""Where nothing is known of its place: the end of its block, among the global lines where IOS prints its kind."""


@dataclass(frozen=True)
class Kept:
    """One line, or a text block, as it was given.

    Attributes:
        text: With its indent.
        anchor: After what it goes; None is the first place.
        apart: A comment stood before it.
        closed: A comment stood after its block.
        ending: The line that ends its block, `exit-address-family`.
    """

    text: str
    anchor: Anchor | None = None
    apart: bool = False
    closed: bool = False
    ending: str | None = None

    @property
    def name(self) -> str:
        """What it is known by."""
        return named(self.text)


def head_of(name: str) -> str:
    """What stands before the text of a text block; of any other line, the line."""
    first = name.partition("\n")[0]
    opened = delimited(first)
    return opened[0] if opened else first


def named(line: str) -> str:
    """A line without indent; the header of a route map's clause without its action, which may change."""
    words = line.split()
    if words[:1] == ["route-map"] and len(words) == 4 and words[2] in ("permit", "deny"):
        return f"route-map {words[1]} {words[3]}"
    return line.strip()


@dataclass
class Foreign:
    """All of them, in order within their blocks.

    Attributes:
        blocks: The lines by their names, by block.
        places: Those that were taken back. IOS prints a line in its own place whenever it is typed, and where that is
            is known once the line has stood in a file.
    """

    blocks: dict[Path, dict[str, Kept]] = field(default_factory=dict)
    places: dict[Path, Kept] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def of(self, path: Path) -> list[Kept]:
        """The lines of one block."""
        return list(self.blocks.get(path, {}).values())

    def has(self, path: Path, name: str) -> bool:
        """Whether the line is kept there."""
        return name in self.blocks.get(path, {})

    def takes_back(self, path: Path, name: str) -> bool:
        """Whether the line takes back one that is kept."""
        taken = name.removeprefix("no ") if name.startswith("no ") else f"no {name}"
        return any(taken in (known, head_of(known)) for known in self.blocks.get(path, {}))

    def add(self, path: Path, kept: Kept) -> None:
        """Keep a line; one that is there already stays where it is."""
        block, stood = self.blocks.setdefault(path, {}), self.places.pop((*path, kept.name), kept)
        if kept.name in block:
            return
        names = list(block)
        followers = [name for name, each in block.items() if each.anchor and each.anchor.name == kept.name]
        names.insert(names.index(followers[0]) if followers else len(names), kept.name)
        block[kept.name] = stood if kept.anchor is LAST else kept
        self.blocks[path] = {name: block[name] for name in names}

    def end(self, path: Path, name: str, line: str) -> bool:
        """Put the line that ends a block with the block's header; whether that is kept here and open."""
        kept = self.blocks.get(path, {}).get(name)
        if kept and kept.ending is None:
            self.blocks[path][name] = replace(kept, ending=line)
        return kept is not None

    def close(self, path: Path, name: str) -> None:
        """A comment stands after this line's block."""
        if kept := self.blocks.get(path, {}).get(name):
            self.blocks[path][name] = replace(kept, closed=True)

    def remove(self, path: Path, words: str, exact: bool = False) -> bool:
        """Forget the line, else all that begin with these words; whether there was any."""
        block = self.blocks.get(path, {})
        gone = [words] if words in block else []
        if not gone:
            gone = [name for name in block if head_of(name) == words != name]
        if not gone and not exact:
            gone = [name for name in block if name.startswith(words + " ")]
        for name in gone:
            self.places[(*path, name)] = block.pop(name)
            self.drop((*path, name))
        if not block:
            self.blocks.pop(path, None)
        return bool(gone)

    def drop(self, path: Path) -> None:
        """Forget everything in a block and in the blocks in it."""
        for known in [known for known in self.blocks if known[: len(path)] == path]:
            del self.blocks[known]

    def all(self) -> set[tuple[Path, str]]:
        """Every line with its block."""
        return {(path, name) for path, block in self.blocks.items() for name in block}
