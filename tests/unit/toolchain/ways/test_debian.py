"""Debian packages: made by the real dpkg-deb, handed out by a stand-in for apt-get, unpacked by the real dpkg-deb."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from toolchain import ToolchainError, machine
from toolchain.ways import debian
from toolchain.ways.work import Work

pytestmark = pytest.mark.skipif(
    not machine.is_debian_12() or not shutil.which("dpkg-deb"), reason="only Debian 12 unpacks Debian's packages"
)
TABLE = {"debian": {"packages": ["thing"], "programs": {"thing": "usr/bin/thing"}}}
# With --list it writes down its plugins.
PROGRAM = """\
#!/bin/sh
[ "$1" != --list ] || ls "$(dirname "$0")/../lib/things" > "$(dirname "$0")/../../plugins"
echo here
"""
MakeProgram = Callable[[str, str], Path]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with the package `thing` of version 1:1.2.3-4."""
    root = tmp_path / "root"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN" / "control").write_text(
        "Package: thing\nVersion: 1:1.2.3-4\nArchitecture: all\nMaintainer: Nobody <nobody@localhost>\nDescription: t\n"
    )
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "thing").write_text(PROGRAM)
    (root / "usr" / "bin" / "thing").chmod(0o755)
    (root / "usr" / "lib" / "things").mkdir(parents=True)
    for name in ("wanted.so", "unwanted.so"):
        (root / "usr" / "lib" / "things" / name).touch()
    folder = tmp_path / "shelf"
    folder.mkdir()
    subprocess.run(["dpkg-deb", "-b", root, folder / "thing_1.deb"], check=True, capture_output=True)
    return folder


@pytest.fixture
def apt(shelf: Path, make_program: MakeProgram, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An apt-get that takes packages from the shelf."""
    path = make_program("apt-get", f"cp {shelf}/*.deb .")
    monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}/usr/bin:/bin")
    return path


def test_a_package_is_unpacked_and_its_programs_are_linked(apt: Path, make_work: Callable[..., Work]) -> None:
    work = make_work(TABLE)
    assert debian.install(work)
    program = work.into / "bin" / "thing"
    assert program.resolve() == work.into / "root" / "usr" / "bin" / "thing"
    assert subprocess.run([program], capture_output=True, text=True).stdout == "here\n"


def test_a_program_with_plugins_is_finished_when_what_is_left_out_is_gone(
    apt: Path, make_work: Callable[..., Work]
) -> None:
    plugins = {"own_libraries": True, "leave_out": ["usr/lib/*/unwanted*"], "finish": ["thing", "--list"]}
    work = make_work({"debian": {**TABLE["debian"], **plugins}})
    assert debian.install(work)
    assert (work.into / "root" / "plugins").read_text() == "wanted.so\n"
    # A wrapper, not a link: the libraries beside it come first.
    assert "LD_LIBRARY_PATH" in (work.into / "bin" / "thing").read_text()


def test_another_version_is_refused(apt: Path, make_work: Callable[..., Work]) -> None:
    with pytest.raises(ToolchainError) as caught:
        debian.install(make_work(TABLE, version="1.2"))
    assert str(caught.value) == (
        "thing 1.2: version '1:1.2.3-4' of thing: apt offers another one than is pinned\n"
        "hint: is there a foreign source in /etc/apt? Debian 12's own has the pinned one"
    )


def test_a_package_that_changes_with_every_update_may_have_any_version(
    apt: Path, make_work: Callable[..., Work]
) -> None:
    assert debian.install(make_work({"debian": {**TABLE["debian"], "any_version": True}}, version="1"))


def test_without_apt_the_sentence_says_so(make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ToolchainError) as caught:
        debian.install(make_work(TABLE))
    assert str(caught.value) == (
        "thing 1.2.3: apt-get is missing: Debian packages are had by it\nhint: put apt-get on PATH"
    )


def test_lists_of_our_own_are_fetched_when_the_systems_do_not_do(
    apt: Path, cache: Path, make_program: MakeProgram, shelf: Path, make_work: Callable[..., Work]
) -> None:
    make_program(
        "apt-get", f'case "$*" in *Dir::State*) cp {shelf}/*.deb . ;; *) echo E: no lists >&2; exit 100 ;; esac'
    )
    work = make_work(TABLE)
    assert debian.install(work)
    commands = [line for line in work.log.read_text().splitlines() if line.startswith("$ apt-get")]
    private = f"-o Dir::State={cache}/apt/state -o Dir::Cache={cache}/apt/cache "
    start = "$ apt-get -q -o APT::Sandbox::User=root "
    assert commands == [f"{start}download thing", f"{start}{private}update", f"{start}{private}download thing"]


def test_an_apt_that_fails_is_quoted(apt: Path, make_program: MakeProgram, make_work: Callable[..., Work]) -> None:
    make_program("apt-get", "echo 'E: Unable to locate package thing' >&2; exit 100")
    work = make_work(TABLE)
    with pytest.raises(ToolchainError) as caught:
        debian.install(work)
    assert str(caught.value) == (
        "thing 1.2.3: apt-get update failed: E: Unable to locate package thing\n"
        f"hint: the whole output is in {work.log}"
    )


def test_a_program_whose_libraries_are_here_lacks_none() -> None:
    assert debian.missing_libraries(Path("/bin/sh"), []) == []
