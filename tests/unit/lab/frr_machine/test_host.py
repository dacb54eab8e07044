"""What FRR's machine needs of the machine that it runs on, or one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab.errors import LabError
from lab.frr_machine import host


def test_without_ptrace_the_hint_names_what_allows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "TRACE_ME", "raise SystemExit(1)")
    with pytest.raises(LabError) as caught:
        host.check()
    assert str(caught.value) == (
        "router: ptrace is not allowed here, and the kernel of FRR's machine runs by it\n"
        "  hint: in a container: --cap-add SYS_PTRACE; else `sysctl kernel.yama.ptrace_scope` must be below 3"
    )


def test_a_process_that_is_traced_already_may_not_be_traced_again() -> None:
    twice = f"import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0); {host.TRACE_ME}"
    assert subprocess.run([sys.executable, "-c", twice]).returncode == 1


def test_without_tap_devices_the_hint_names_the_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "TRACE_ME", "")
    monkeypatch.setattr(host, "TUN", tmp_path / "tun")
    with pytest.raises(LabError) as caught:
        host.check()
    assert str(caught.value) == (
        f"router: '{tmp_path}/tun' is not there, and SSH reaches FRR's machine by it\n  hint: modprobe tun"
    )


def test_the_memory_is_in_the_first_folder_with_room(tmp_path: Path) -> None:
    assert host.memory_folder([tmp_path / "absent", tmp_path], 1) == tmp_path


def test_a_file_system_that_runs_no_programs_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Status:
        f_flag = os.ST_NOEXEC

    monkeypatch.setattr(os, "statvfs", lambda path: Status)
    with pytest.raises(LabError) as caught:
        host.memory_folder([tmp_path], 192)
    assert str(caught.value) == (
        f"router: none of {tmp_path} has 192 MB for the machine's memory, on a file system without noexec\n"
        "  hint: mount a tmpfs without noexec on /dev/shm"
    )


def test_a_file_system_without_room_is_passed_over(tmp_path: Path) -> None:
    with pytest.raises(LabError):
        host.memory_folder([tmp_path], 10**12)
