"""What an image needs to be built is said before anything is downloaded; tests/lab boots a built one."""

import os
from collections.abc import Callable

import pytest

from toolchain import ToolchainError, machine, places
from toolchain.package import Package, packages
from toolchain.ways import disk_image

FILES = places.TOOLCHAIN / "images" / "frr-machine"


@pytest.fixture
def package() -> Package:
    return packages()["frr-machine"]


@pytest.fixture(autouse=True)
def able(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which everything is there."""
    monkeypatch.setattr(machine, "is_debian_12", lambda: True)
    monkeypatch.setattr(machine, "arch", lambda: "amd64")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name, path: f"/bin/{name}")


def refused(package: Package) -> str:
    with pytest.raises(ToolchainError) as caught:
        disk_image.check(package)
    return str(caught.value)


def test_nothing_missing_is_no_error(package: Package) -> None:
    disk_image.check(package)


@pytest.mark.parametrize(
    ("name", "answer"), [("is_debian_12", lambda: False), ("arch", lambda: "arm64")], ids=["Ubuntu", "arm64"]
)
def test_another_system_is_told_how_to_get_the_image(
    package: Package, name: str, answer: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, name, answer)
    assert refused(package) == (
        "frr-machine 8.4.4: its packages are those of Debian 12 on amd64, and this is another system\n"
        f"hint: build it on such a machine, and copy its folder to {package.folder}: "
        "it runs on Linux on amd64 with glibc 2.34 or newer"
    )


def test_a_missing_program_is_named(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name, path: None if name == "mke2fs" else name)
    assert refused(package) == (
        "frr-machine 8.4.4: mke2fs is missing: the image is built with it\n"
        "hint: apt-get install apt dpkg e2fsprogs coreutils"
    )


def test_a_user_without_root_is_told_to_use_sudo(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert refused(package) == (
        "frr-machine 8.4.4: not root but user id 1000: the files of the image belong to root\n"
        "hint: run the same command with sudo"
    )


def test_the_image_has_no_password_and_no_host_key() -> None:
    assert {line.split(":")[1] for line in (FILES / "etc" / "shadow").read_text().splitlines()} == {"*"}
    assert not list(FILES.rglob("*key*"))


def test_what_the_boot_runs_is_executable() -> None:
    scripts = list((FILES / "usr" / "lib" / "frr-machine").iterdir())
    assert scripts
    assert all(os.access(script, os.X_OK) for script in scripts)
