"""What a preview shows and what a router received, in the few words that tests compare."""

import re
from itertools import groupby, takewhile
from pathlib import Path

_HEAD = re.compile(r"^\s*([-+~]+) pulumi-python:dynamic/router:\w+: \((\w+)\)$")


class TypedLog:
    """A lab router's record of what was typed at it.

    Args:
        path: Its file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def news(self) -> list[str]:
        """What was typed since the last look, `MODE LINE`."""
        lines = self._path.read_text().splitlines()
        news, self._read = lines[self._read :], len(lines)
        return [line.partition(" ")[2] for line in news]


def configured(news: list[str]) -> list[str]:
    """The configuration lines among them, each with its mode.

    The way out of the mode is left out, and so is a line that was sent again because the router was not ready for it.
    """
    lines = [line for line in news if line.startswith("config") and not line.endswith((" end", " exit"))]
    return [line for line, _ in groupby(lines)]


def looks(news: list[str]) -> int:
    """How often the running configuration was read."""
    return news.count("exec show running-config")


def planned(preview: str) -> dict[str, list[str]]:
    """What a preview wants to do, by resource: `~ NAME` to the lines it marks; what its refresh found is left out."""
    found: dict[str, list[str]] = {}
    name = sign = ""
    for line in preview.partition("pulumi:pulumi:Stack: (same)")[2].partition("\nResources:")[0].splitlines():
        if head := _HEAD.match(line):
            sign, name = head[1], ""
        elif sign and not name and line.strip().startswith("[urn="):
            name = f"{sign} {line.strip()[5:-1].rpartition('::')[2].removeprefix('csr1000v-')}"
            found[name] = []
        elif name and re.match(r"\s*[-+~] ", line):
            found[name].append(re.sub(r"\s*:( [\[{])?$", "", line.strip()))
    if found:
        # Whatever is done to the router is saved; which fingerprint that has is nobody's business.
        assert len(found.pop("~ saved")) == 1
    return found


def differing(said: str) -> dict[str, list[str]]:
    """The differing lines an error names, by the object: `-` on the router, `+` wanted."""
    found: dict[str, list[str]] = {}
    lines = iter(said.splitlines())
    for line in lines:
        if head := re.search(r"'(.+)' is on the router already and differs:$", line):
            marked = takewhile(lambda text: text.strip().startswith(("- ", "+ ")), lines)
            found[head[1]] = [text.strip() for text in marked]
    return found
