"""The names by which Calico's programs call each other lie in one folder."""

import subprocess
from pathlib import Path

import pytest

from lab.fabric.places import Places
from lab.kubernetes.calico import names
from toolchain.package import packages


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(names, "part", lambda name: tmp_path / "parts" / name)
    return names.tools(Places(tmp_path / "lab"))


def test_every_name_of_a_program_leads_to_a_part_of_the_toolchain(folder: Path) -> None:
    parts = {part for package in packages().values() for part in package.parts}
    assert {path.readlink().name for path in folder.iterdir() if path.is_symlink()} - parts == set()


def test_making_the_folder_twice_is_making_it_once(folder: Path, tmp_path: Path) -> None:
    before = inodes(folder)
    assert inodes(names.tools(Places(tmp_path / "lab"))) == before


def test_a_name_that_leads_elsewhere_is_put_right(folder: Path, tmp_path: Path) -> None:
    before = {path.name: path.lstat().st_mode for path in folder.iterdir()}
    (folder / "bird").unlink()
    (folder / "bird").symlink_to("/nowhere")
    (folder / "sv").write_text("#!/bin/sh\n")
    names.tools(Places(tmp_path / "lab"))
    assert (folder / "bird").readlink() == tmp_path / "parts" / "calico-bird"
    assert (folder / "sv").read_text() == names.SCRIPTS["sv"]
    assert {path.name: path.lstat().st_mode for path in folder.iterdir()} == before


def inodes(folder: Path) -> dict[str, int]:
    """Which file each name is: a file written anew is another one."""
    return {path.name: path.lstat().st_ino for path in folder.iterdir()}


@pytest.mark.parametrize(("words", "code"), [(["hup", "bird6"], 1), (["status", "bird"], 1)])
def test_sv_does_nothing_but_hang_up_on_bird(folder: Path, words: list[str], code: int) -> None:
    assert subprocess.run([folder / "sv", *words], check=False).returncode == code


@pytest.mark.parametrize("name", ["iptables-save", "ip6tables-save", "iptables-restore", "ip6tables-restore"])
def test_there_are_no_iptables_rules(folder: Path, name: str) -> None:
    assert subprocess.run([folder / name, "-t", "mangle"], capture_output=True, check=True).stdout == b""
