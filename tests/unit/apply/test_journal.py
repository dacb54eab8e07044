"""The journal's file: whole or absent, this user's alone, and one clear error where it is neither."""

import json
import os
from pathlib import Path

import pytest

from apply.journal import Journal, ResourceState
from apply.journal_file import state_folder
from apply.partial_state import PartlyAppliedError
from errors import RefusalError, RouterError, SessionLostError
from platforms.plan import Command, Plan

ID = "rt1/vrf RED"
PARTLY = ResourceState(
    "vrf", "organization/bgp-coexist/dev", {"router": "rt1", "name": "RED", "changed_at": "2026-01-01"}
)
PLAN = Plan((Command("ip vrf RED"), Command("rd 1:1", ("ip vrf RED",))), (Command("no ip vrf RED", settled=True),))
LOOK = "\n  hint: it holds the undo of a change that may be half-way: look at the router, then move the file away"


def journal(folder: Path, host: str = "192.0.2.1") -> Journal:
    return Journal("rt1", host, 22, folder / "bgp-coexist")


def path(folder: Path) -> Path:
    return folder / "bgp-coexist" / "192.0.2.1_22.json"


def killed(folder: Path) -> None:
    """A process sends a change and is gone before that ends."""
    first = journal(folder)
    with first.change(ID, PARTLY, ["description x"]):
        first.sending(PLAN, "before")
        text = path(folder).read_bytes()
    path(folder).write_bytes(text)


def fails(kept: Journal, error: Exception, broke_off: bool = False) -> None:
    """A change sends its lines and ends with this error; its undo may have broken off."""
    with kept.change(ID, PARTLY):
        kept.sending(PLAN, "before")
        if broke_off:
            kept.undo_broke_off()
        raise error


def test_a_change_is_on_disk_before_its_first_line_and_read_by_the_next_process(tmp_path: Path) -> None:
    killed(tmp_path)
    found = journal(tmp_path).unfinished
    assert found is not None
    assert (found.resource, found.partly, found.undo, found.before) == (ID, PARTLY, PLAN.undo, "before")


def test_only_this_user_can_read_folder_and_file(tmp_path: Path) -> None:
    killed(tmp_path)
    assert oct(path(tmp_path).stat().st_mode & 0o777) == "0o600"
    assert oct(path(tmp_path).parent.stat().st_mode & 0o777) == "0o700"


def test_a_change_that_ended_stays_until_the_state_has_it_and_then_no_file_is_left(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    with kept.change(ID, PARTLY):
        kept.sending(PLAN, "before")
    kept.record(ID, PARTLY)
    assert (kept.unfinished, kept.unrecorded) == (None, {ID: PARTLY})
    kept.forget([ID])
    assert list(path(tmp_path).parent.iterdir()) == []


def test_a_change_that_was_taken_back_leaves_no_file(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    with pytest.raises(RefusalError):
        fails(kept, RefusalError("rt1", "rd 1:1", "% No"))
    assert not path(tmp_path).exists()


def test_a_half_made_object_is_on_record_before_the_engine_hears_of_it(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    with pytest.raises(PartlyAppliedError):
        fails(kept, PartlyAppliedError(RouterError("rt1", "no"), ID, {"router": "rt1", "lines": "ip vrf RED"}))
    assert kept.unrecorded[ID].properties == {"router": "rt1", "lines": "ip vrf RED"}
    assert kept.unfinished is None


def test_the_undo_stays_where_the_router_could_not_be_looked_at(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    with pytest.raises(PartlyAppliedError):
        fails(kept, PartlyAppliedError(RouterError("rt1", "gone"), ID, {"router": "rt1"}, seen=False))
    assert kept.unfinished is not None


@pytest.mark.parametrize(
    "error",
    [
        # A change that the state has a part of, and a removal.
        PartlyAppliedError(RouterError("rt1", "gone"), ID, {"router": "rt1"}),
        SessionLostError("rt1", "the connection was lost"),
    ],
)
def test_the_undo_stays_where_it_broke_off(error: Exception, tmp_path: Path) -> None:
    kept = journal(tmp_path)
    with pytest.raises(type(error)):
        fails(kept, error, broke_off=True)
    assert kept.unfinished is not None
    assert kept.unrecorded == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            '{"format": 1, "under_way": {"reso',
            "it is damaged, Unterminated string starting at: line 1 column 29 (char 28)",
        ),
        ("", "it is damaged, Expecting value: line 1 column 1 (char 0)"),
        ("[]", "it is not of format 1"),
        ('{"format": 2}', "it is not of format 1"),
        ('{"format": 1, "under_way": {"resource": "x"}}', "its entry is damaged, KeyError('undo')"),
    ],
)
def test_a_damaged_journal_is_one_sentence(tmp_path: Path, text: str, why: str) -> None:
    killed(tmp_path)
    path(tmp_path).write_text(text)
    with pytest.raises(RouterError) as caught:
        _ = journal(tmp_path).unfinished
    what = f"rt1: nothing was sent: the journal of changes '{path(tmp_path)}' cannot be read: {why}"
    assert str(caught.value) == what + LOOK


def test_a_journal_that_others_can_write_is_not_believed(tmp_path: Path) -> None:
    killed(tmp_path)
    path(tmp_path).chmod(0o620)
    with pytest.raises(RouterError, match=r"cannot be read: other users may read or write it"):
        _ = journal(tmp_path).unfinished


def test_a_link_in_the_journals_place_is_not_followed(tmp_path: Path) -> None:
    killed(tmp_path)
    path(tmp_path).rename(tmp_path / "elsewhere")
    path(tmp_path).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RouterError, match=r"cannot be read: Too many levels of symbolic links"):
        _ = journal(tmp_path).unfinished


def test_nothing_may_be_sent_where_the_journal_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "bgp-coexist").write_text("a file where the folder should be")
    kept = journal(tmp_path)
    with pytest.raises(RouterError) as caught:
        kept._file.write({"ended": {"x": 1}})
    assert str(caught.value) == (
        f"rt1: the journal of changes '{path(tmp_path)}' cannot be written: File exists\n"
        "  hint: make room or give this user the folder; XDG_STATE_HOME names another place for it"
    )


def test_a_full_disk_leaves_the_journal_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed(tmp_path)
    kept, text = journal(tmp_path), path(tmp_path).read_text()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with (
        kept.change(ID, PARTLY),
        pytest.raises(RouterError, match=r"^rt1: nothing was sent: .*No space left"),
    ):
        kept.sending(PLAN, "later")
    assert path(tmp_path).read_text() == text


def test_no_password_of_the_stack_is_in_the_file(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    plan = Plan((Command("neighbor 10.0.0.1 password <0123abcd>"),), (Command("no neighbor 10.0.0.1 password"),))
    with kept.change(ID, PARTLY):
        kept.sending(plan, "before")
    assert set(json.loads(path(tmp_path).read_text())["under_way"]) == {"before", "known", "partly", "resource", "undo"}
    assert "0123abcd" not in path(tmp_path).read_text()


def test_a_relative_state_folder_does_not_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    assert state_folder() == tmp_path / ".local" / "state" / "bgp-coexist"


def test_another_name_of_the_same_router_is_another_journal(tmp_path: Path) -> None:
    killed(tmp_path)
    assert journal(tmp_path, "rt1.example").unfinished is None
