"""Two configurations compared line by line within their sections.

This knows indentation and nothing of what the lines mean, as IOS's own archive comparison does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

IGNORED = ("exit-address-family", "exit-peer-policy", "exit-peer-session", "end")


@dataclass
class Section:
    """A line and the lines below it, in order."""

    line: str
    inner: dict[str, "Section"] = field(default_factory=dict)


def parsed(text: str, keep_headers: bool = False) -> Section:
    """The sections of a configuration; comments, empty lines and closing words are dropped."""
    root = Section("")
    stack: list[tuple[int, Section]] = [(-1, root)]
    banner = ""
    for raw in text.splitlines():
        line = raw.strip()
        if banner:
            banner = "" if banner in line else banner
            continue
        if line.startswith("banner ") and len(line.split()) > 2:
            end = line.split(maxsplit=2)[2][:2]
            banner = "" if line.count(end) > 1 else end
            continue
        if not line or line.startswith("!") or line in IGNORED or (not keep_headers and _header(line)):
            continue
        depth = len(raw) - len(raw.lstrip(" "))
        while stack[-1][0] >= depth:
            stack.pop()
        section = stack[-1][1].inner.setdefault(line, Section(line))
        stack.append((depth, section))
    return root


def _header(line: str) -> bool:
    return line.startswith(("Building configuration", "Current configuration", "version ", "Using "))


def contextual(old: Section, new: Section, depth: int = 0) -> Iterator[str]:
    """`+` and `-` lines; the indent stands before the sign, an unchanged parent has no sign."""
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
    """The commands that bring what `wanted` has and `running` has not, unindented, each under its section."""
    for line, section in wanted.inner.items():
        known = running.inner.get(line)
        inner = list(missing(known or Section(line), section))
        if known is None or inner:
            yield line
            yield from inner


def replacement(running: Section, wanted: Section) -> list[str]:
    """The commands that make `running` into `wanted`: removals first, then additions."""
    return [*_removals(running, wanted), *_additions(running, wanted)]


def _removals(running: Section, wanted: Section) -> Iterator[str]:
    for line, section in running.inner.items():
        if line not in wanted.inner:
            yield negated(line)
        elif inner := list(_removals(section, wanted.inner[line])):
            yield line
            yield from inner
            yield "exit"


def _additions(running: Section, wanted: Section) -> Iterator[str]:
    for line, section in wanted.inner.items():
        known = running.inner.get(line)
        inner = list(_additions(known or Section(line), section))
        if known is None or inner:
            yield line
            yield from inner
            if section.inner:
                yield "exit"


def negated(line: str) -> str:
    """The line that takes this one back."""
    return line[3:] if line.startswith("no ") else f"no {line}"
