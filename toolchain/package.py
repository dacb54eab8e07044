"""The packages of `versions.toml` as values, with a key that changes with any of their inputs."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache as remember
from pathlib import Path
from typing import Any

from toolchain import places

# The groups of `make setup`; a package of another group is installed when it is asked for.
USUAL = ("engine", "lab", "picture")


@dataclass(frozen=True)
class Package:
    """A package, which is installed as a whole.

    Args:
        name: Its heading in `versions.toml`.
        version: The pinned version, as its publisher writes it, without a leading v.
        group: `engine` (what Pulumi needs), `lab`, or that of an optional part.
        ways: The ways to install it, in order of preference.
        parts: Part name to path inside the installed folder.
        table: The whole table, for the needs of a single way.
        measured: Seconds of the last measured installation.
        space_gb: Disk space that the installation needs temporarily.
        about: A text to show instead of the version.
    """

    name: str
    version: str
    group: str
    ways: tuple[str, ...]
    parts: Mapping[str, str]
    table: Mapping[str, Any]
    measured: int = 1
    space_gb: float = 0.1
    about: str = ""
    key: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        """The package's name in progress and errors."""
        return f"{self.name} ({self.about})" if self.about else f"{self.name} {self.version}"

    @property
    def folder(self) -> Path:
        """Its folder when installed."""
        return places.cache() / "parts" / f"{self.name}-{self.version}-{self.key}"

    def fill(self, template: str, **more: str) -> str:
        """The template with `{version}` and the given names filled in."""
        return template.format(version=self.version, **more)


@remember
def packages() -> dict[str, Package]:
    """Every package by name, in the order of `versions.toml`."""
    tables = tomllib.loads((places.TOOLCHAIN / "versions.toml").read_text())
    known: dict[str, Package] = {}
    for name, table in tables.items():
        known[name] = _package(name, table, known)
    return known


def _package(name: str, table: dict[str, Any], earlier: Mapping[str, Package]) -> Package:
    plain = {word: table[word] for word in ("measured", "space_gb", "about") if word in table}
    return Package(
        name=name,
        version=table["version"],
        group=table["group"],
        ways=tuple(table["ways"]),
        parts=table["parts"],
        table=table,
        key=_key(name, table, earlier),
        **plain,
    )


def _key(name: str, table: Mapping[str, Any], earlier: Mapping[str, Package]) -> str:
    """A hash of everything that determines the installed files, eight hex digits; `measured` is left out."""
    recipe = {word: value for word, value in table.items() if word not in ("measured", "space_gb", "about")}
    digest = hashlib.sha256(repr(sorted(recipe.items())).encode())
    for file in _files(name, table):
        digest.update(file.name.encode() + file.read_bytes())
    for other in table.get("builds_on", ()):
        digest.update(earlier[other].key.encode())
    if "lock" in table:
        digest.update((places.REPOSITORY / table["lock"]).read_bytes())
    return digest.hexdigest()[:8]


def _files(name: str, table: Mapping[str, Any]) -> list[Path]:
    folders = [places.TOOLCHAIN / "go" / name]
    if "stand_ins" in table:
        folders.append(places.TOOLCHAIN / "stand_ins")
    found = sorted(file for folder in folders if folder.is_dir() for file in folder.iterdir() if file.is_file())
    return found + sorted(file for file in (places.TOOLCHAIN / "images" / name).rglob("*") if file.is_file())
