"""The whole running configurations of `tests/configurations`, and how two configurations compare as trees."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

FOLDER = Path(__file__).with_name("configurations")
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.cfg")))
# A line below the headers of its blocks; a text block is one line with everything to its delimiter.
Placed = tuple[str, ...]
_ENDING = re.compile(r"exit-[a-z-]+|end")


def text_of(name: str) -> str:
    """A configuration as its file has it."""
    return (FOLDER / f"{name}.cfg").read_text()


def placed(text: str) -> Iterator[Placed]:
    """Every line of a configuration, below the headers of the blocks it stands in.

    Comments, empty lines and `exit-…` lines are left out; `version` is the release's own.
    """
    stack: list[tuple[int, str]] = []
    for line in _statements(text[text.find("\nversion ") + 1 :]):
        indent = len(line) - len(line.lstrip(" "))
        while stack and stack[-1][0] >= indent:
            stack.pop()
        words = line.strip(" ")
        if not words or words.startswith(("!", "version ")) or _ENDING.fullmatch(words):
            continue
        stack.append((indent, words))
        yield tuple(header for _, header in stack)


def lost(wanted: str, found: str) -> list[str]:
    """The lines that are missing or stand in another block, each with its headers."""
    return _told(Counter(placed(wanted)) - Counter(placed(found)))


def added(wanted: str, found: str) -> list[str]:
    """The lines that were not there, each with its headers."""
    return _told(Counter(placed(found)) - Counter(placed(wanted)))


def moved(wanted: str, found: str) -> list[str]:
    """The blocks whose own lines stand in another order, by their headers."""
    before, after = _blocks(wanted), _blocks(found)
    return sorted(
        " / ".join(header)
        for header, lines in before.items()
        if header and [line for line in after.get(header, []) if line in lines] != lines
    )


def _told(lines: Counter[Placed]) -> list[str]:
    return sorted(" / ".join(line) for line in lines.elements())


def _blocks(text: str) -> dict[Placed, list[str]]:
    found: dict[Placed, list[str]] = {}
    for *headers, line in placed(text):
        found.setdefault(tuple(headers), []).append(line)
    return found


def _statements(text: str) -> Iterator[str]:
    """Lines, with a text block as one: to its `^C`, a macro to its `@`, a certificate to its `quit`."""
    lines = iter(text.split("\n"))
    for line in lines:
        block = [line]
        if line.count("^C") == 1:
            _take(lines, block, lambda each: "^C" in each)
        elif line.startswith("macro name "):
            _take(lines, block, lambda each: each == "@")
        elif re.fullmatch(r" certificate .*|  key-string", line):
            _take(lines, block, lambda each: each.strip() == "quit")
        yield "\n".join(block)


def _take(lines: Iterator[str], block: list[str], is_last: Callable[[str], bool]) -> None:
    for line in lines:
        block.append(line)
        if is_last(line):
            return
