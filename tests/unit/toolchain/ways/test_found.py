"""What the machine has is taken in the pinned version only, and never from our own cache."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from toolchain.ways import found
from toolchain.ways.work import Work

PROGRAM = {"found": {"program": "engine", "arguments": ["version"], "answer": "v{version}", "beside": ["host"]}}
PLUGIN = {"found": {"plugin": "resource-thing-v{version}/pulumi-resource-thing"}}
MakeProgram = Callable[[str, str], Path]


@pytest.fixture
def engine(make_program: MakeProgram, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An engine that answers 1.2.3, with its host beside it, on PATH."""
    make_program("host", "exit 0")
    path = make_program("engine", '[ "$1" = version ] && echo v1.2.3')
    monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}/usr/bin:/bin")
    return path


def test_the_pinned_version_is_linked_with_what_lies_beside_it(engine: Path, make_work: Callable[..., Work]) -> None:
    work = make_work(PROGRAM)
    assert found.is_there(work.package)
    assert found.install(work)
    assert (work.into / "bin" / "engine").resolve() == engine
    assert (work.into / "bin" / "host").resolve() == engine.with_name("host")


def test_another_version_is_left_alone(engine: Path, make_work: Callable[..., Work]) -> None:
    work = make_work(PROGRAM, version="1.2.4")
    assert not found.is_there(work.package)
    assert not found.install(work)
    assert not list(work.into.iterdir())


def test_without_what_lies_beside_it_it_is_left_alone(engine: Path, make_work: Callable[..., Work]) -> None:
    engine.with_name("host").unlink()
    assert not found.install(make_work(PROGRAM))


def test_a_program_that_fails_is_left_alone(
    engine: Path, make_program: MakeProgram, make_work: Callable[..., Work]
) -> None:
    make_program("engine", "exit 1")
    assert not found.install(make_work(PROGRAM))


def test_our_own_is_not_found_again(
    engine: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BGP_COEXIST_CACHE", str(engine.parent))
    assert not found.install(make_work(PROGRAM))


def test_a_plugin_is_copied_from_the_users_own_home(
    tmp_path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = tmp_path / "home" / "plugins" / "resource-thing-v1.2.3" / "pulumi-resource-thing"
    plugin.parent.mkdir(parents=True)
    plugin.write_text("program")
    plugin.chmod(0o755)
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    work = make_work(PLUGIN)
    assert found.install(work)
    assert (work.into / "pulumi-resource-thing").read_text() == "program"
    assert not (work.into / "pulumi-resource-thing").is_symlink()


def test_an_absent_plugin_is_not_found(
    tmp_path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    assert not found.install(make_work(PLUGIN))
