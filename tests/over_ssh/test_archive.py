"""The router's archive, which holds a file for each change under a revert timer, over real SSH."""

from pathlib import Path

import pytest

from errors import RouterError
from platforms.iosxe.cli.session import connect
from platforms.plan import Plan
from tests.lab_router import PASSWORD, STARTUP
from tests.over_ssh.bench import RED, bench

NO_ARCHIVE = STARTUP.replace("archive\n path bootflash:\n!\n", "")


def test_a_router_without_archive_is_configured_without_and_told_so_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with bench(tmp_path, startup=NO_ARCHIVE) as made:
        made.apply()
        made.apply(Plan(RED.undo))
        assert capsys.readouterr().err == "csr1000v: no commit-confirm: the router has no configuration archive\n"


def test_backups_that_a_run_pushes_out_of_the_archive_are_noted_once_before_the_first_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    startup = STARTUP.replace(" path bootflash:\n", " path bootflash:\n maximum 3\n")
    with bench(tmp_path, startup=startup) as made:
        with connect(made.router.endpoint, PASSWORD) as session:
            session.show("archive config")
            before = session.archive_files()
            assert before is not None
        for _ in range(2):
            made.apply()
            made.apply(Plan(RED.undo))
        assert capsys.readouterr().err == (
            "csr1000v: its archive keeps 3 files and is full: each further change of this run replaces the "
            f"oldest, next {before.oldest}; copy those to keep, or raise `maximum` of `archive`\n"
        )
        assert [line for line in made.typed_ever if line == "show archive"] == ["show archive"] * 2


def test_a_change_is_a_file_in_the_archive_and_one_that_has_room_is_no_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with bench(tmp_path) as made:
        made.apply()
        made.apply(Plan(RED.undo))
        assert capsys.readouterr().err == ""
        with connect(made.router.endpoint, PASSWORD) as session:
            found = session.archive_files()
        assert found is not None
        assert (found.saved, found.maximum, found.free) == (2, 10, 8)


def test_a_router_without_archive_is_left_alone_where_a_timer_is_required(tmp_path: Path) -> None:
    with bench(tmp_path, startup=NO_ARCHIVE, policy="required") as made:
        with pytest.raises(RouterError) as caught:
            made.apply()
        assert str(caught.value) == (
            "csr1000v: commitConfirm is required, and the router has no revert timer: "
            "%Turn config archive on before using Rollback Confirmed Change; nothing was changed\n"
            "  hint: on the router: archive, path bootflash:backup; or set commitConfirm: preferred"
        )
        assert made.vrfs == ["OFFICE"]
