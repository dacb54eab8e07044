"""Neighbors are asked for their routes again once a change is confirmed, and a router that refuses it keeps the change.

Over real SSH.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from errors import RefusalError
from platforms.plan import Command, Plan
from tests.lab_router import STARTUP
from tests.over_ssh.bench import BLOCK, RED, bench

BGP = """\
router bgp 65000
 neighbor 192.0.2.11 remote-as 65002
 neighbor 192.0.2.12 remote-as 65002
!
ip prefix-list OFFICE"""
WITH_NEIGHBORS = STARTUP.replace("ip prefix-list OFFICE", BGP)
ASKED = ("clear ip bgp 192.0.2.11 soft in", "clear ip bgp 192.0.2.12 soft in")
UNKNOWN = ("clear ip bgp 192.0.2.11 soft in", "clear ip bgp 192.0.2.99 soft in", "clear ip bgp 192.0.2.12 soft in")


def test_they_are_asked_after_the_confirmation(tmp_path: Path) -> None:
    with bench(tmp_path, startup=WITH_NEIGHBORS) as made:
        made.apply(replace(RED, afterwards=ASKED))
        assert made.typed[-3:] == ["configure confirm", *ASKED]


def test_they_are_asked_where_no_line_differs_and_nothing_is_configured(tmp_path: Path) -> None:
    with bench(tmp_path, startup=WITH_NEIGHBORS) as made:
        made.apply(Plan(afterwards=ASKED))
        assert made.typed == list(ASKED)


def test_after_a_change_that_was_refused_nobody_is_asked(tmp_path: Path) -> None:
    with bench(tmp_path, startup=WITH_NEIGHBORS) as made:
        with pytest.raises(RefusalError):
            made.apply(Plan((*RED.commands, Command("bogus", BLOCK)), RED.undo, afterwards=ASKED))
        assert not [line for line in made.typed_ever if line.startswith("clear")]


def test_a_router_that_refuses_to_ask_keeps_the_change_and_a_note_has_what_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with bench(tmp_path, startup=WITH_NEIGHBORS) as made:
        made.apply(replace(RED, afterwards=UNKNOWN))
        assert "RED" in made.vrfs
        assert not made.pending()
    assert capsys.readouterr().err == (
        "csr1000v: the change is applied, yet neighbors could not be asked for their routes again: "
        '% BGP: Unknown neighbor - "192.0.2.99"; '
        "type there: clear ip bgp 192.0.2.99 soft in; clear ip bgp 192.0.2.12 soft in\n"
    )
