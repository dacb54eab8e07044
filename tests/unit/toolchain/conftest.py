"""An empty cache for every test, and programs made on the spot."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolchain.package import Package
from toolchain.ways.work import Work

MakeProgram = Callable[[str, str], Path]
MakeWork = Callable[..., Work]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("BGP_COEXIST_CACHE", str(folder))
    return folder


@pytest.fixture
def make_program(tmp_path: Path) -> MakeProgram:
    """A shell script of that name in the folder `bin`, which a test puts on PATH."""

    def make(name: str, script: str) -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def make_work(tmp_path: Path) -> MakeWork:
    """The installation of a package with that table, in empty folders."""

    def make(table: dict[str, Any], name: str = "thing", version: str = "1.2.3") -> Work:
        into, scratch = tmp_path / "into", tmp_path / "scratch"
        into.mkdir()
        scratch.mkdir()
        return Work(Package(name, version, "lab", (), {}, table, key="0"), into, scratch)

    return make
