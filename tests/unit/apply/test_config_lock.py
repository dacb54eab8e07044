"""Whoever configures a router holds its turn; others on the machine wait, and say for whom."""

import os
import re
from pathlib import Path

import pytest

from apply.config_lock import ConfigLock
from errors import BusyError


def config_lock(folder: Path, port: int = 22) -> ConfigLock:
    return ConfigLock("192.0.2.1", port, folder / "turns")


def test_a_turn_that_stays_taken_is_told_with_its_holder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = config_lock(tmp_path), config_lock(tmp_path)
    first.take("rt1")
    with pytest.raises(BusyError) as caught:
        second.take("rt1", 0.1)
    first.leave()
    holder = f"another `pulumi up` or `destroy` (process {os.getpid()})"
    assert capsys.readouterr().err == f"rt1: waiting: {holder} is configuring it\n"
    assert str(caught.value) == (
        f"rt1: {holder} on this machine has been configuring it for 0.1 s\n"
        "  hint: one `pulumi up` at a time on one router: run this one again when the other has ended"
    )


def test_a_turn_that_was_left_is_had_and_what_was_read_is_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = config_lock(tmp_path), config_lock(tmp_path)
    first.take("rt1")
    monkeypatch.setattr("apply.config_lock.time.sleep", lambda _: first.leave())
    second.take("rt1", 10)
    second.leave()
    assert second.changes == 1


def test_two_routers_are_two_turns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config_locks = config_lock(tmp_path), config_lock(tmp_path, 2222)
    for each in config_locks:
        each.take("rt1", 0)
    for each in config_locks:
        each.leave()
    assert capsys.readouterr().err == ""


def test_a_folder_that_others_can_write_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "turns").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BusyError, match=re.escape("is not a folder owned by this user")):
        config_lock(tmp_path).take("rt1")
