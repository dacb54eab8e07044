"""The syntax of the command tables.

    neighbor <address:ip> prefix-list <name:word> {direction:in|out}
    ip address <address:ip> <mask:mask> [secondary]

`<name:type>` is an argument, `[ ]` is optional, `{a|b}` is a choice, and `{name:a|b}` a choice whose word is stored.
An optional or chosen word is stored under its own name as well, so that an action can test for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKENS = re.compile(r"<[^>]*>|\{[^}]*\}|[\[\]]|[^\s\[\]{}<>]+")


@dataclass(frozen=True)
class Word:
    """A keyword; a typed one is stored under `name`."""

    text: str
    name: str


@dataclass(frozen=True)
class Argument:
    """An argument of a type, stored under `name`."""

    name: str
    kind: str


Element = Word | Argument


def sequences(pattern: str) -> list[tuple[Element, ...]]:
    """Return every form of the pattern, longest choices last."""
    found = [tuple(sequence) for sequence in _expand(_TOKENS.findall(pattern))]
    for sequence in found:
        names = [element.name for element in sequence]
        arguments = {element.name for element in sequence if isinstance(element, Argument)}
        if any(names.count(name) > 1 for name in arguments):
            raise ValueError(f"an argument and another word share a name in '{pattern}'")
    return found


def _expand(tokens: list[str]) -> Iterator[list[Element]]:
    if not tokens:
        yield []
        return
    if tokens[0] == "[":
        end = _closing(tokens)
        yield from _expand(tokens[end + 1 :])
        yield from _expand(tokens[1:end] + tokens[end + 1 :])
        return
    for tail in _expand(tokens[1:]):
        for element in _elements(tokens[0]):
            yield [element, *tail]


def _closing(tokens: list[str]) -> int:
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token == "[") - (token == "]")
        if depth == 0:
            return index
    raise ValueError("unbalanced [ in " + " ".join(tokens))


def _elements(token: str) -> list[Element]:
    if token.startswith("<"):
        name, _, kind = token[1:-1].partition(":")
        return [Argument(name, kind or "word")]
    if token.startswith("{"):
        name, colon, words = token[1:-1].rpartition(":")
        return [Word(word, name if colon else word) for word in words.split("|")]
    return [Word(token, token)]
