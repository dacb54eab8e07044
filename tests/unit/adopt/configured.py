"""The configurations of `tests/configurations/adopt`, and what the command makes of one."""

import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache, cached_property
from io import StringIO
from pathlib import Path
from typing import Any

import yaml

from adopt.__main__ import main

TESTS = Path(__file__).parents[2]
FOLDER = TESTS / "configurations" / "adopt"
OPTIONS = re.compile(r"^! options: (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Configured:
    """A router's configuration in a file.

    Attributes:
        platform: The kind of the router.
        path: The file; a comment in it may hold further options of the command.
    """

    platform: str
    path: Path

    @property
    def name(self) -> str:
        return f"{self.platform}-{self.path.stem}"

    @property
    def text(self) -> str:
        return self.path.read_text()

    def adopted(self) -> "Adopted":
        """What the command makes of it."""
        return _adopted(self)


@dataclass(frozen=True)
class Adopted:
    """The command's exit code and what it printed."""

    code: int
    text: str
    error: str

    @cached_property
    def values(self) -> dict[str, Any]:
        config = (yaml.safe_load(self.text) or {}).get("config", {})
        return {key.partition(":")[2]: value for key, value in config.items() if key.startswith("bgp-coexist:")}

    @cached_property
    def staying(self) -> list[str]:
        """The lines that the file's end lists, with their modes."""
        start = "# not taken over: "
        return [line.removeprefix(start) for line in self.text.splitlines() if line.startswith(start)]


@cache
def _adopted(configured: Configured) -> Adopted:
    options = [word for found in OPTIONS.findall(configured.text) for word in shlex.split(found)]
    words = ["--platform", configured.platform, "--from", str(configured.path), *options, "admin@192.0.2.1"]
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = main(words)
    return Adopted(code, out.getvalue(), err.getvalue())


NETWORKS = [Configured(path.parent.name, path) for path in sorted(FOLDER.glob("*/*.cfg"))]
OTHERS = [
    Configured("ios-xe", path)
    for path in sorted([*TESTS.glob("configurations/adopt-*.cfg"), *TESTS.glob("captures/cases/adopt-*.cfg")])
]
