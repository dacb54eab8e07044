"""Texts of other machines and files, escaped for a terminal: they cannot move the cursor, hide or reorder text.

A router's answer, a hostname or a value of the stack's file may contain escape sequences, control characters and
characters that change the direction of writing. Errors, notes, previews and reports use these functions.
"""

import re
import sys

# Line feed and tab have no hidden effect.
_HARMLESS = "\n\t"
# The limits of a message's line, a quoted answer and a quoted value; a router may answer with megabytes.
LINE_CHARACTERS = 2_000
WORDS_CHARACTERS = 400
VALUE_CHARACTERS = 100
_RUNS = re.compile(r"[^\x20-\x7e\n\t]+")


def printable(text: str) -> str:
    """The text with every control, format and bidirectional character written as its escape.

    Letters of any script stay. A second pass changes nothing.
    """
    return _RUNS.sub(lambda run: "".join(map(_escaped, run[0])), text)


def one_line(text: str, longest: int = VALUE_CHARACTERS) -> str:
    """The text on one line: line feeds and tabs are escaped as well, and it is cut after `longest` characters."""
    kept = printable(text[:longest]).replace("\n", "\\n").replace("\t", "\\t")
    return kept + (f"… ({len(text)} characters)" if len(text) > longest else "")


def cut(text: str, characters: int = WORDS_CHARACTERS) -> str:
    """The first characters of a text and the number of the others; a short text is returned as it is."""
    more = len(text) - characters
    return text if more <= 0 else f"{text[:characters]}… {more} more characters"


def message(text: str) -> str:
    """A message of several lines, printable, each line cut."""
    return printable("\n".join(cut(line, LINE_CHARACTERS) for line in text.split("\n")))


def lower_first(text: str) -> str:
    """The text with a small first letter, to follow a colon."""
    return text[:1].lower() + text[1:]


def note(router: str, text: str) -> None:
    """One line about a router on standard error, at once."""
    print(printable(f"{router}: {text}"), file=sys.stderr, flush=True)


def _escaped(character: str) -> str:
    # Other scripts' spaces are not printable for Python, and are harmless.
    if character in _HARMLESS or character.isprintable() or character in "\u00a0\u3000":
        return character
    return character.encode("unicode_escape").decode("ascii")
