"""Comparison of two configurations, line by line within their sections.

It uses indents and no meaning of lines, as IOS's archive comparison does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from emulator.config.foreign import head_of
from emulator.grammar.statements import statements, with_ios_delimiter

DEFAULTS = ("no ip address",)
"""Lines that need no negation."""


@dataclass
class Section:
    """A line or text block, and its deeper lines in order; `indent` is its original indent."""

    line: str
    inner: dict[str, "Section"] = field(default_factory=dict)
    indent: int = 0


def parsed(text: str, keep_headers: bool = False) -> Section:
    """Return the sections of a configuration; comments, empty lines and closing lines are dropped."""
    root = Section("")
    stack: list[tuple[int, Section]] = [(-1, root)]
    for statement in statements(text):
        line = with_ios_delimiter(statement.text).strip()
        if statement.is_comment or _closes(line) or (not keep_headers and _header(line)):
            continue
        while stack[-1][0] >= statement.indent:
            stack.pop()
        section = stack[-1][1].inner.setdefault(line, Section(line, indent=statement.indent))
        stack.append((statement.indent, section))
    return root


def _closes(line: str) -> bool:
    return line == "end" or (line.startswith("exit-") and " " not in line)


def _header(line: str) -> bool:
    return line.startswith(("Building configuration", "Current configuration", "version ", "Using "))


def contextual(old: Section, new: Section, depth: int = 0) -> Iterator[str]:
    """Yield `+` and `-` lines; the indent precedes the sign, and an unchanged parent has no sign."""
    indent = " " * depth
    for line, section in new.inner.items():
        if line not in old.inner:
            yield from _signed("+", section, depth)
        elif inner := list(contextual(old.inner[line], section, depth + 1)):
            yield indent + line
            yield from inner
    for line, section in old.inner.items():
        if line not in new.inner:
            yield from _signed("-", section, depth)


def _signed(sign: str, section: Section, depth: int) -> Iterator[str]:
    yield f"{' ' * depth}{sign}{section.line}"
    for inner in section.inner.values():
        yield from _signed(sign, inner, depth + 1)


def missing(running: Section, wanted: Section) -> Iterator[str]:
    """Yield the commands for lines that only `wanted` has, unindented, each under its section."""
    for line, section in wanted.inner.items():
        known = running.inner.get(line)
        inner = list(missing(known or Section(line), section))
        if known is None or inner:
            yield line
            yield from inner


def replacement(running: Section, wanted: Section) -> list[str]:
    """Return the commands that change `running` to `wanted`: removals first, then additions, with indents."""
    return [*_removals(running, wanted), *_additions(running, wanted)]


def _removals(running: Section, wanted: Section) -> Iterator[str]:
    for line, section in running.inner.items():
        if line not in wanted.inner:
            yield from [] if line in DEFAULTS else [_indented(section, negated(line))]
        elif inner := list(_removals(section, wanted.inner[line])):
            yield _indented(section, line)
            yield from inner
            yield _indented(section, " exit")


def _additions(running: Section, wanted: Section) -> Iterator[str]:
    for line, section in wanted.inner.items():
        known = running.inner.get(line)
        inner = list(_additions(known or Section(line), section))
        if known is None or inner:
            yield _indented(section, line)
            yield from inner
            if section.inner:
                yield _indented(section, " exit")


def _indented(section: Section, text: str) -> str:
    return " " * section.indent + text


def negated(line: str) -> str:
    """Return the negation of a line; a text block is identified by its command."""
    head = head_of(line)
    return head[3:] if head.startswith("no ") else f"no {head}"
