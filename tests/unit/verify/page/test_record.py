"""The record beside a page: what has changed, and that no other file is overwritten."""

from dataclasses import replace
from pathlib import Path

import pytest

from errors import CoexistError
from tests.unit.verify.page.runs import DOWN, KNOWN, SENT
from verify.check import Verdict
from verify.page.record import Change, as_text, changes, last_record, record_of

AT = "2026-11-29 07:00:00Z"


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    record = record_of("dev", AT, [DOWN, SENT])
    (tmp_path / "page.json").write_text(as_text(record))
    assert last_record(tmp_path / "page.html", "dev") == record


def test_before_the_first_run_there_is_none(tmp_path: Path) -> None:
    assert last_record(tmp_path / "page.html", "dev") is None


@pytest.mark.parametrize("content", ["{}", "[1]", "no JSON", '{"stack": "dev", "at": 1, "results": [{}]}', "\udcff"])
def test_another_file_is_refused_before_it_is_overwritten(tmp_path: Path, content: str) -> None:
    (tmp_path / "page.json").write_text(content, errors="surrogateescape")
    with pytest.raises(CoexistError) as caught:
        last_record(tmp_path / "page.html", "dev")
    assert str(caught.value) == (
        f"--html: {tmp_path}/page.json, beside the page, is not a record of `bgp-coexist verify --html`, and would be "
        "overwritten\n  hint: name another page, or move that file away"
    )


def test_the_record_of_another_stack_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text(as_text(record_of("frr", AT, [])))
    with pytest.raises(CoexistError, match="has the results of stack 'frr', and would be overwritten"):
        last_record(tmp_path / "page.html", "dev")


def test_what_holds_in_another_way_is_no_change_and_another_fault_is_one() -> None:
    other_way, other_fault = replace(SENT, actual="0 to 4 other nodes"), replace(DOWN, actual="2 of 4")
    before = record_of("dev", AT, [SENT, DOWN])
    now = record_of("dev", AT, [other_way, other_fault])
    assert changes(before, before) == []
    assert changes(before, now) == [Change(now.results[1], before.results[1], now.results[1])]


def test_a_check_that_holds_again_is_a_change() -> None:
    before, now = record_of("dev", AT, [DOWN]), record_of("dev", AT, [replace(DOWN, verdict=Verdict.PASS)])
    assert [(each.before, each.now) for each in changes(before, now)] == [(before.results[0], now.results[0])]


def test_checks_that_came_and_went() -> None:
    before, now = record_of("dev", AT, [KNOWN]), record_of("dev", AT, [SENT])
    assert changes(before, now) == [
        Change(now.results[0], None, now.results[0]),
        Change(before.results[0], before.results[0], None),
    ]
