"""On other systems than Debian 12: what is installed there, in a version that will do."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolchain import ToolchainError
from toolchain.ways import installed
from toolchain.ways.work import Work

MakeProgram = Callable[[str, str], Path]


def _table(**more: Any) -> dict[str, Any]:
    return {
        "debian": {"packages": ["bird2"], "programs": {"thing": "usr/sbin/thing"}},
        "installed": {"thing": {"arguments": ["--version"], "pattern": r"BIRD version 2\.", "need": "BIRD 2"}},
        **more,
    }


@pytest.fixture
def thing(make_program: MakeProgram, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = make_program("thing", "echo BIRD version 2.15 >&2")
    monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}/usr/bin:/bin")
    return path


def test_a_program_of_a_good_version_is_linked(thing: Path, make_work: Callable[..., Work]) -> None:
    work = make_work(_table())
    assert installed.install(work)
    assert (work.into / "bin" / "thing").resolve() == thing


def test_another_version_is_refused(thing: Path, make_program: MakeProgram, make_work: Callable[..., Work]) -> None:
    make_program("thing", "echo BIRD version 3.0")
    with pytest.raises(ToolchainError) as caught:
        installed.install(make_work(_table()))
    assert str(caught.value) == (
        f"thing 1.2.3: program '{thing}' is of another version: it must be BIRD 2\n"
        "hint: install it; Debian's package is called bird2"
    )


def test_a_missing_program_is_named_with_its_package(thing: Path, make_work: Callable[..., Work]) -> None:
    thing.unlink()
    with pytest.raises(ToolchainError) as caught:
        installed.install(make_work(_table()))
    assert str(caught.value) == (
        "thing 1.2.3: program 'thing' is missing, and this is not Debian 12\n"
        "hint: install it; Debian's package is called bird2"
    )


def test_a_folder_is_linked_from_where_it_is_first_found(
    thing: Path, tmp_path: Path, make_work: Callable[..., Work]
) -> None:
    work = make_work(_table(installed_folders={"lib/cni": ["/nowhere/cni", str(tmp_path)]}))
    assert installed.install(work)
    assert (work.into / "lib" / "cni").resolve() == tmp_path


def test_a_missing_folder_is_named_with_its_package(thing: Path, make_work: Callable[..., Work]) -> None:
    with pytest.raises(ToolchainError) as caught:
        installed.install(make_work(_table(installed_folders={"lib/cni": ["/nowhere/cni"]})))
    assert str(caught.value) == (
        "thing 1.2.3: folder '/nowhere/cni' is missing, and this is not Debian 12\n"
        "hint: install the package that Debian calls bird2"
    )
