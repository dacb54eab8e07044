"""What is asked before a long installation begins."""

import io
from pathlib import Path

import pytest

from toolchain import ToolchainError, machine, places
from toolchain import setup as setting_up
from toolchain.needs import check_needs
from toolchain.package import Package, packages
from toolchain.setup import check_space
from toolchain.ways import virtualenv


def _big(space_gb: float) -> Package:
    return Package("big", "1", "lab", ("build",), {}, {}, space_gb=space_gb, key="0")


def test_too_little_space_is_said_with_both_numbers(cache: Path) -> None:
    with pytest.raises(ToolchainError) as caught:
        check_space([_big(4), _big(3)], 5.24)
    assert str(caught.value) == (
        f"toolchain: disk space '5.2 GB free': 7.5 GB are needed in {cache}\n"
        "hint: make room, or name another folder in BGP_COEXIST_CACHE"
    )


def test_enough_space_will_do() -> None:
    check_space([_big(4)], 4.5)


def test_where_nothing_is_missing_space_does_not_matter() -> None:
    check_space([], 0)


@pytest.mark.skipif(not machine.is_debian_12(), reason="elsewhere the sentences name programs")
def test_all_that_lacks_is_listed_at_once_each_thing_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    known = packages()
    with pytest.raises(ToolchainError) as caught:
        check_needs([known[name] for name in ("metallb", "kubernetes", "etcd", "runc")])
    assert str(caught.value) == (
        "toolchain: 2 things are missing on this machine\n"
        "metallb 0.15.2: Go is missing: it builds what cannot be downloaded\n"
        "hint: install Go 1.26 or newer from https://go.dev/dl/ and put it on PATH\n"
        "etcd 3.4.23: apt-get is missing: Debian packages are had by it\n"
        "hint: put apt-get on PATH"
    )


def test_one_thing_that_lacks_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ToolchainError) as caught:
        check_needs([packages()["metallb"]])
    assert caught.value.what == "metallb 0.15.2: Go is missing: it builds what cannot be downloaded"


def test_where_nothing_is_missing_the_command_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(places, "REPOSITORY", tmp_path)
    monkeypatch.setattr(setting_up, "packages", dict)
    monkeypatch.setattr(virtualenv, "project_ready", lambda: True)
    setting_up.setup(io.StringIO(), "lab")
    assert not (tmp_path / ".venv" / "bin" / "bgp-coexist").exists()
    setting_up.setup(io.StringIO())
    assert (tmp_path / ".venv" / "bin" / "bgp-coexist").exists()
