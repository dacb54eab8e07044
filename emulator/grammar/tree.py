"""A command table, compiled to a tree of keywords and arguments."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from emulator.grammar.pattern import Argument, Element, Word, sequences
from emulator.grammar.types import Reader, reader_for

Action = TypeVar("Action")


@dataclass(frozen=True)
class Command(Generic[Action]):
    """One row of a table.

    Attributes:
        pattern: Its syntax.
        action: Its action.
        no: Its syntax after `no` or `default`; None if it has no such form, `=` for the same as `pattern`.
    """

    pattern: str
    action: Action
    no: str | None = None


# Types that match nearly anything are tried last.
_GREED = {"tag": 1, "word": 1, "line": 2}


@dataclass
class Leaf(Generic[Action]):
    """The end of a command: its action."""

    action: Action
    negated: bool = False


@dataclass
class Node(Generic[Action]):
    """A position in a line: the elements that can follow, and the action of Return.

    A keyword has every name under which a command stores it.
    """

    words: dict[str, tuple[set[str], "Node[Action]"]] = field(default_factory=dict)
    arguments: dict[tuple[str, str], tuple[str, Reader, "Node[Action]"]] = field(default_factory=dict)
    leaf: Leaf[Action] | None = None

    def child(self, element: Element) -> "Node[Action]":
        """Return the node after this element; create it if necessary."""
        if isinstance(element, Word):
            names, node = self.words.setdefault(element.text.lower(), (set(), Node()))
            names.add(element.name)
            return node
        return self._argument(element)

    def _argument(self, element: Argument) -> "Node[Action]":
        key = (element.name, element.kind)
        if key not in self.arguments:
            self.arguments[key] = (*reader_for(element.kind), Node())
            ordered = sorted(self.arguments.items(), key=lambda item: _GREED.get(item[0][1], 0))
            self.arguments = dict(ordered)
        return self.arguments[key][2]


def compiled(commands: Iterable[Command[Action]], vocabulary: str = "") -> Node[Action]:
    """Return a table's tree.

    Args:
        commands: The rows.
        vocabulary: IOS's unmodelled words at the start of a line. They count for abbreviations and carets,
            which depend on all of IOS's words.
    """
    root: Node[Action] = Node()
    for command in commands:
        _insert(root, command.pattern, Leaf(command.action))
        if command.no is not None:
            negative = command.pattern if command.no == "=" else command.no
            for word in ("no", "default"):
                _insert(root, f"{word} {negative}", Leaf(command.action, negated=True))
    for phrase in vocabulary.splitlines():
        for word in phrase.split(":")[-1].split():
            place = root
            for parent in phrase.partition(":")[0].split() if ":" in phrase else ():
                place = place.child(Word(parent, parent))
            place.child(Word(word, word))
    return root


def _insert(root: Node[Action], pattern: str, leaf: Leaf[Action]) -> None:
    for sequence in sequences(pattern):
        node = root
        for element in sequence:
            node = node.child(element)
        node.leaf = node.leaf or leaf
