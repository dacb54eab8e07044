"""`| include`, `exclude`, `begin`, `section`, `count`."""

import re
from collections.abc import Callable, Sequence

Filter = Callable[[Sequence[str]], list[str]]


def include(wanted: re.Pattern[str], lines: Sequence[str]) -> list[str]:
    """Return the lines that match."""
    return [line for line in lines if wanted.search(line)]


def exclude(wanted: re.Pattern[str], lines: Sequence[str]) -> list[str]:
    """Return the lines that do not match."""
    return [line for line in lines if not wanted.search(line)]


def begin(wanted: re.Pattern[str], lines: Sequence[str]) -> list[str]:
    """Return the lines from the first match on."""
    first = next((index for index, line in enumerate(lines) if wanted.search(line)), len(lines))
    return list(lines[first:])


def count(wanted: re.Pattern[str], lines: Sequence[str]) -> list[str]:
    """Return the number of matching lines as text."""
    return [f"Number of lines which match regexp = {len(include(wanted, lines))}"]


def section(wanted: re.Pattern[str], lines: Sequence[str]) -> list[str]:
    """Return each matching line with the deeper lines below it."""
    kept, inside = [], -1
    for line in lines:
        depth = len(line) - len(line.lstrip(" "))
        if inside >= 0 and depth > inside:
            kept.append(line)
        elif wanted.search(line):
            kept.append(line)
            inside = depth
        else:
            inside = -1
    return kept


FILTERS = {"include": include, "exclude": exclude, "begin": begin, "section": section, "count": count}


def split_filter(line: str) -> tuple[str, Filter | int | None]:
    """Return the command and its filter; for an invalid filter, the column of the error."""
    bar = re.search(r"\s\|\s*", line)
    if not bar:
        return line, None
    word, _, text = line[bar.end() :].partition(" ")
    names = [name for name in FILTERS if name.startswith(word)]
    if len(names) != 1 or not text:
        return line[: bar.start()], bar.end()
    try:
        wanted = re.compile(text.rstrip())
    except re.error:
        return line[: bar.start()], bar.end() + len(word) + 1
    chosen = FILTERS[names[0]]
    return line[: bar.start()], lambda lines: chosen(wanted, lines)
