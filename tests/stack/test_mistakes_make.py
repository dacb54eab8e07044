"""`make` where something is missing: one clear error, nothing done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine import PROJECT

NOT_SET_UP = "make: this clone is not set up: there is no .venv\n  hint: make setup\n"
HINT = "hint: this folder and the cache (BGP_COEXIST_CACHE names another) must be writable and have room\n"


def make(target: str, folder: Path, **environment: str) -> str:
    """The errors of a `make` that must fail, make's own last line aside."""
    done = subprocess.run(
        ["make", "-f", PROJECT / "Makefile", target],
        cwd=folder,
        env={**os.environ, "PYTHON": sys.executable, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    return "".join(line for line in done.stderr.splitlines(keepends=True) if not line.startswith("make: *** "))


@pytest.mark.parametrize("target", ["preview", "up", "destroy", "verify", "lint", "preflight", "check", "check-stack"])
def test_a_clone_that_is_not_set_up_is_said_to_be_so(target: str, tmp_path: Path) -> None:
    assert make(target, tmp_path) == NOT_SET_UP
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert make("setup", PROJECT, BGP_COEXIST_CACHE=f"{tmp_path}/file/cache") == (
        f"toolchain: '{tmp_path}/file/cache': Not a directory\n{HINT}"
    )


def test_an_engine_that_is_not_installed_is_said_once(tmp_path: Path) -> None:
    assert make("preview", PROJECT, BGP_COEXIST_CACHE=str(tmp_path)) == (
        "toolchain: part 'pulumi' is not installed: pulumi (the engine with its language host beside it) is missing\n"
        "hint: make setup\n"
    )
