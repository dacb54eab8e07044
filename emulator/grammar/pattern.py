"""The little language the command tables are written in.

    neighbor <address:ip> prefix-list <name:word> {direction:in|out}
    ip address <address:ip> <mask:mask> [secondary]

`<name:type>` is an argument, `[ ]` may be left out, `{a|b}` is a choice and `{name:a|b}` a choice whose word is
kept. A bracketed or chosen word is kept under its own name as well, so a command can ask whether it was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKENS = re.compile(r"<[^>]*>|\{[^}]*\}|[\[\]]|[^\s\[\]{}<>]+")


@dataclass(frozen=True)
class Word:
    """A keyword; its text is kept under `name` when it is typed."""

    text: str
    name: str


@dataclass(frozen=True)
class Argument:
    """An argument of a type, kept under `name`."""

    name: str
    kind: str


Element = Word | Argument


def sequences(pattern: str) -> list[tuple[Element, ...]]:
    """Every way the pattern can be typed, longest choices last."""
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
