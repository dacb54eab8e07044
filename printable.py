"""What other machines and files say, made fit for a terminal: nothing in it moves the cursor, hides or reorders text.

A router's answer, a hostname or a value of the stack's file may hold escape sequences, control characters and
characters that change the direction of writing. Errors, notes, previews and reports pass through here.
"""

import re
import sys

# Line feed and tab do no more than they seem to.
_HARMLESS = "\n\t"
# Nobody reads more of one line than this; a router may answer with megabytes.
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
    """The same with line feeds and tabs written as escapes, too, and cut: for a table's cell or a quoted value."""
    kept = printable(text[:longest]).replace("\n", "\\n").replace("\t", "\\t")
    return kept + (f"… ({len(text)} characters)" if len(text) > longest else "")


def cut(text: str, characters: int = WORDS_CHARACTERS) -> str:
    """The beginning of a text, and how much more there is; a short one is returned whole."""
    more = len(text) - characters
    return text if more <= 0 else f"{text[:characters]}… {more} more characters"


def message(text: str) -> str:
    """A message of several lines, printable, no line of it beyond what can be read."""
    return printable("\n".join(cut(line, LINE_CHARACTERS) for line in text.split("\n")))


def note(router: str, text: str) -> None:
    """One line about a router on standard error, at once."""
    print(printable(f"{router}: {text}"), file=sys.stderr, flush=True)


def _escaped(character: str) -> str:
    # Other scripts' spaces are not printable in Python's eyes, and harmless.
    if character in _HARMLESS or character.isprintable() or character in "\u00a0\u3000":
        return character
    return character.encode("unicode_escape").decode("ascii")
