"""The match of a typed line with a command tree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic

from emulator.grammar.tree import Action, Leaf, Node
from emulator.grammar.types import Value


@dataclass(frozen=True)
class Token:
    """A word of the line and its column."""

    text: str
    column: int


@dataclass(frozen=True)
class Args:
    """The arguments and words of a command; `negated` after `no` or `default`."""

    values: dict[str, str] = field(default_factory=dict)
    negated: bool = False

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str) -> str | None:
        """Return the argument; None if it is missing."""
        return self.values.get(name)


@dataclass(frozen=True)
class Matched(Generic[Action]):
    """A complete command."""

    action: Action
    args: Args


@dataclass(frozen=True)
class Invalid:
    """No command; `column` is the first wrong character, `words` the number of matching words before it."""

    column: int
    words: int


@dataclass(frozen=True)
class Incomplete:
    """A command with missing words."""


@dataclass(frozen=True)
class Ambiguous:
    """A word that abbreviates several keywords."""


Outcome = Matched[Action] | Invalid | Incomplete | Ambiguous


def tokens_of(line: str) -> list[Token]:
    """Return the words of a line with their columns."""
    return [Token(found.group(), found.start()) for found in re.finditer(r"\S+", line)]


def candidates(node: Node[Action], typed: str) -> list[str]:
    """Return the node's keywords that the word abbreviates; an exact keyword alone."""
    word = typed.lower()
    return [word] if word in node.words else [known for known in node.words if known.startswith(word)]


def match(root: Node[Action], line: str) -> Outcome[Action]:
    """Match a line with a mode's table."""
    tokens = tokens_of(line)
    node, values, index = root, dict[str, str](), 0
    while index < len(tokens):
        step = _step(node, tokens[index:], line, values)
        if not isinstance(step, tuple):
            return step if isinstance(step, Ambiguous) else Invalid(step.column, index)
        node, consumed = step
        index += consumed
    return Matched(node.leaf.action, Args(values, node.leaf.negated)) if isinstance(node.leaf, Leaf) else Incomplete()


def _step(
    node: Node[Action], tokens: Sequence[Token], line: str, values: dict[str, str]
) -> tuple[Node[Action], int] | Invalid | Ambiguous:
    words = candidates(node, tokens[0].text)
    if len(words) == 1:
        names, following = node.words[words[0]]
        values.update(dict.fromkeys(names, words[0]))
        return following, 1
    if words:
        return Ambiguous()
    furthest = _common_length(node, tokens[0].text)
    for (name, _), (_, reader, following) in node.arguments.items():
        read = reader([token.text for token in tokens])
        if isinstance(read, Value):
            values[name] = line[tokens[0].column :].rstrip() if read.text == "\0" else read.text
            return following, read.consumed
        furthest = max(furthest, read.offset)
    return Invalid(tokens[0].column + furthest, 0)


def _common_length(node: Node[Action], typed: str) -> int:
    """Return the length of the longest prefix that the word shares with a keyword."""
    return max((_shared_length(typed.lower(), word) for word in node.words), default=0)


def _shared_length(left: str, right: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
