"""Builds from Go modules, with the real Go where there is one."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from toolchain import ToolchainError
from toolchain.ways import build
from toolchain.ways.work import Work

needs_go = pytest.mark.skipif(not shutil.which("go"), reason="there is no Go here")
HINT = "hint: install Go 1.26 or newer from https://go.dev/dl/ and put it on PATH"


@needs_go
def test_a_program_is_built_and_linked_under_its_names(make_work: Callable[..., Work]) -> None:
    recipe = {"programs": {"bin/pause": "."}, "links": {"pause": ["bin/hold"]}}
    work = make_work({"go": recipe}, name="pause", version="1")
    assert build.install(work)
    assert os.access(work.into / "bin" / "hold", os.X_OK)


@needs_go
def test_the_pause_program_ends_on_sigterm(make_work: Callable[..., Work]) -> None:
    work = make_work({"go": {"programs": {"bin/pause": "."}}}, name="pause", version="1")
    build.install(work)
    with subprocess.Popen([work.into / "bin" / "pause"]) as pause:
        with pytest.raises(subprocess.TimeoutExpired):
            pause.wait(0.2)
        pause.terminate()
        assert pause.wait(5) == 0


@needs_go
def test_a_build_that_fails_says_why_and_where_the_rest_is(make_work: Callable[..., Work]) -> None:
    work = make_work({"go": {"programs": {"bin/x": "./nowhere"}}}, name="pause", version="1")
    with pytest.raises(ToolchainError) as caught:
        build.install(work)
    source = work.scratch / "source"
    assert str(caught.value) == (
        f"pause 1: building from Go modules failed: stat {source}/nowhere: directory not found\n"
        f"hint: the whole output is in {work.log}"
    )


# A Go whose one module lies in the folder `module` beside it; each of its commands becomes a line of `said`.
STAND_IN_GO = """\
folder=$(dirname "$0")/..
echo "$@" >> "$folder/said"
case "$1 $2" in "list -m") echo "$folder/module";; esac
"""


@pytest.fixture
def module(tmp_path: Path, make_program: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The source file of a module that calls two services."""
    monkeypatch.setenv("PATH", f"{make_program('go', STAND_IN_GO).parent}:{os.environ['PATH']}")
    file = tmp_path / "module" / "main.go"
    file.parent.mkdir()
    file.write_text("one()\nother()\n")
    return file


def of_module(pattern: str) -> dict[str, object]:
    cut = {"file": "main.go", "pattern": pattern, "replacement": ""}
    return {"go": {"module": "example.org/m", "cuts": [cut], "programs": {"bin/m": "example.org/m"}}}


def test_what_the_lab_never_calls_is_cut_from_a_copy_of_the_module(
    tmp_path: Path, module: Path, make_work: Callable[..., Work]
) -> None:
    work = make_work(of_module(r"other\(\)\n"), name="pause", version="1")
    build.install(work)
    assert (work.scratch / "source" / "module" / "main.go").read_text() == "one()\n"
    assert module.read_text() == "one()\nother()\n"
    said = (tmp_path / "said").read_text().splitlines()
    assert said.index("mod edit -replace=example.org/m=./module") < next(
        place for place, line in enumerate(said) if line.startswith("build ")
    )


def test_a_cut_that_matches_nothing_ends_the_build(module: Path, make_work: Callable[..., Work]) -> None:
    with pytest.raises(ToolchainError, match=r"main\.go: nothing matches 'gone': the module has changed"):
        build.install(make_work(of_module("gone"), name="pause", version="1"))


def test_without_go_the_sentence_says_where_to_get_it(
    make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ToolchainError) as caught:
        build.check(make_work({}, name="pause", version="1").package)
    assert str(caught.value) == f"pause 1: Go is missing: it builds what cannot be downloaded\n{HINT}"


def test_a_go_that_is_too_old_is_quoted(
    make_program: Callable[[str, str], Path], make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    go = make_program("go", "echo 'go: go.mod requires go >= 1.24 (running go 1.19.8)' >&2; exit 1")
    monkeypatch.setenv("PATH", str(go.parent))
    with pytest.raises(ToolchainError) as caught:
        build.check(make_work({}, name="pause", version="1").package)
    assert str(caught.value) == (f"pause 1: Go is too old: go: go.mod requires go >= 1.24 (running go 1.19.8)\n{HINT}")
