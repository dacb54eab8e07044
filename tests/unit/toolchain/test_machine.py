"""Machines that will do, and those that will not."""

from pathlib import Path

import pytest

from toolchain import ToolchainError, machine


def test_another_operating_system_is_refused() -> None:
    with pytest.raises(ToolchainError) as caught:
        machine.check("darwin", "x86_64")
    assert str(caught.value) == (
        "toolchain: operating system 'darwin': the lab needs Linux namespaces\n"
        "hint: use a Linux machine or virtual machine, preferably Debian 12"
    )


def test_another_processor_is_refused() -> None:
    with pytest.raises(ToolchainError) as caught:
        machine.check("linux", "riscv64")
    assert str(caught.value) == (
        "toolchain: processor 'riscv64': parts are pinned for x86_64 and aarch64 only\n"
        "hint: use an x86-64 or 64-bit ARM machine"
    )


@pytest.mark.parametrize("processor", ["x86_64", "aarch64"])
def test_linux_on_either_processor_will_do(processor: str) -> None:
    machine.check("linux", processor)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n', True),
        ('VERSION_ID="13"\nID=debian\n', False),
        ('VERSION_ID="12"\nID=devuan\nID_LIKE=debian\n', False),
        ("", False),
    ],
)
def test_debian_12_is_told_by_its_release_file(tmp_path: Path, text: str, answer: bool) -> None:
    release = tmp_path / "os-release"
    release.write_text(text)
    assert machine.is_debian_12(release) is answer


def test_a_system_without_a_release_file_is_not_debian(tmp_path: Path) -> None:
    assert not machine.is_debian_12(tmp_path / "nothing")


def test_free_space_is_asked_of_the_nearest_folder_that_exists(tmp_path: Path) -> None:
    assert machine.free_gb(tmp_path / "not" / "yet") > 0
