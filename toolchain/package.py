"""What `versions.toml` says, as values; and the key that changes when any of it does."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache as remember
from pathlib import Path
from typing import Any

from toolchain import places


@dataclass(frozen=True)
class Package:
    """One thing that is installed as a whole.

    Args:
        name: Its heading in `versions.toml`.
        version: The pinned version, as its publisher writes it, without a leading v.
        group: `engine` (what Pulumi needs) or `lab`.
        ways: How it may be had, in the order to try.
        parts: Part name to path inside the installed folder.
        table: The whole table, for what a single way needs.
        measured: Seconds it took last time it was measured.
        space_gb: Disk space that installing it may take for a while.
        about: Words to show instead of the version where that says nothing.
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
        """How the package is called in progress and errors."""
        return f"{self.name} ({self.about})" if self.about else f"{self.name} {self.version}"

    @property
    def folder(self) -> Path:
        """Where it lies once installed."""
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
    """Eight hex digits over everything that decides what gets installed, but not how long it took last time."""
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
    return sorted(file for folder in folders if folder.is_dir() for file in folder.iterdir() if file.is_file())
