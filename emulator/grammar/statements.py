"""A configuration's statements: one line each, or a text block up to its delimiter.

Source: Cisco's command references for `banner`, `aaa authentication banner`, `menu title`, `macro name`, and the
saved configurations of public test suites, which print every delimiter as `^C`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

BANNERS = ("motd", "login", "exec", "incoming", "prompt-timeout", "slip-ppp")
_DELIMITED = re.compile(
    r"\s*(?:default )?(?:"
    rf"banner (?:{'|'.join(BANNERS)}|text|title|consent)"
    r"|aaa authentication (?:banner|fail-message)"
    r"|menu \S+ (?:title|prompt|status-line)"
    r"|(?:vacant|busy|refuse)-message(?: \S+(?= \S))?"
    r"|ip (?:admission|auth-proxy) auth-proxy-banner (?:http|ftp|telnet)"
    r"|(?:consent )?email text"
    r")[ ]+(?P<rest>\S.*)",
    re.DOTALL,
)
_HEX = re.compile(r"\s*[0-9A-Fa-f]{2,}(?:\s+[0-9A-Fa-f]+)*\s*")


@dataclass(frozen=True)
class Statement:
    """One statement: its text with the indent; a text block has several lines."""

    text: str

    @property
    def indent(self) -> int:
        """The number of leading blanks."""
        return len(self.text) - len(self.text.lstrip(" "))

    @property
    def is_block(self) -> bool:
        """Whether it is a text block."""
        return "\n" in self.text or delimited(self.text) is not None

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment or empty."""
        return not self.text.strip() or self.text.lstrip().startswith("!")


def delimited(line: str) -> tuple[str, str, str] | None:
    """Return the command before a text, its delimiter and the text after it; None without a delimiter."""
    found = _DELIMITED.fullmatch(line)
    if not found:
        return None
    rest = found["rest"]
    delimiter = "^C" if rest.startswith("^C") else rest[0]
    return line[: found.start("rest")].rstrip(), delimiter, rest[len(delimiter) :]


def enclosed(command: str, text: str) -> str:
    """Return a text block as IOS prints it: `^C` around the text, or another delimiter if the text contains `^C`."""
    delimiter = next(each for each in ("^C", "#", "@", "~", "$", "%", "|") if each not in text)
    return f"{command} {delimiter}{text}{delimiter}"


def with_ios_delimiter(statement: str) -> str:
    """Return a statement with IOS's delimiter."""
    first, newline, rest = statement.partition("\n")
    opened = delimited(first)
    return enclosed(opened[0], (opened[2] + newline + rest).partition(opened[1])[0]) if opened else statement


def statements(text: str) -> Iterator[Statement]:
    """Yield every statement in order; `end` outside a text block ends the file."""
    lines, at = text.split("\n"), 0
    while at < len(lines):
        line = lines[at].rstrip("\r")
        if line.rstrip() == "end":
            return
        count = _length(lines, at)
        yield Statement(with_ios_delimiter("\n".join(each.rstrip("\r") for each in lines[at : at + count])))
        at += count


def closing(line: str) -> Callable[[str], bool] | None:
    """Return a test for the last line of the text block that this line opens; None if it leaves none open."""
    if opened := delimited(line):
        delimiter = opened[1]
        return None if delimiter in opened[2] else lambda each: delimiter in each
    if line.startswith("macro name "):
        return lambda each: each.strip() == "@"
    if line.strip() == "key-string":
        return lambda each: each.strip() in ("quit", "exit")
    return None


def _length(lines: Sequence[str], at: int) -> int:
    """Return the number of lines of the statement at this index; a block without an end has all remaining lines."""
    ends = closing(lines[at])
    certificate = lines[at].split(maxsplit=1)[:1] == ["certificate"]
    if certificate and at + 1 < len(lines) and _HEX.fullmatch(lines[at + 1]):
        ends = _is_quit
    return _until(lines, at, ends) if ends else 1


def _is_quit(line: str) -> bool:
    return line.strip() == "quit"


def _until(lines: Sequence[str], at: int, ends: Callable[[str], bool]) -> int:
    return next((place - at + 1 for place in range(at + 1, len(lines)) if ends(lines[place])), len(lines) - at)
