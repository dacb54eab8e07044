"""Only a session whose password changes is shut down first."""

from dataclasses import replace
from datetime import datetime

import pytest

from emulator.dataplane.bird_answers import BirdProtocol
from emulator.dataplane.password_change import are_down, shut_down_sessions, with_new_password
from tests.lab.dataplane_seed import METALLB, SEED, with_neighbor

TABLES = {None: 1000, "k8s-calico": 1001, "k8s-metallb": 1002}
ADDRESS, NAME = "10.0.0.13", "bgp1002_10_0_0_13"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("one", "other", {NAME}),
        (None, "one", {NAME}),
        ("one", None, {NAME}),
        ("one", "one", set()),
        (None, None, set()),
    ],
)
def test_a_session_that_gets_another_password_is_found(before: str | None, after: str | None, found: set[str]) -> None:
    running = with_neighbor(SEED, METALLB, ADDRESS, password=before)
    assert with_new_password(with_neighbor(SEED, METALLB, ADDRESS, password=after), running, TABLES) == found


def test_a_new_neighbor_has_no_previous_password() -> None:
    bare = replace(SEED, families=())
    assert with_new_password(with_neighbor(SEED, METALLB, ADDRESS, password="one"), bare, TABLES) == set()


def test_only_that_session_is_shut() -> None:
    wanted = with_neighbor(SEED, METALLB, ADDRESS, password="one")
    assert shut_down_sessions(wanted, {NAME}, TABLES) == with_neighbor(wanted, METALLB, ADDRESS, shutdown=True)


@pytest.mark.parametrize(("state", "down"), [("Down", True), ("Close", False), ("Established", False)])
def test_a_session_has_ended_when_bird_reports_it_down(state: str, down: bool) -> None:
    others = BirdProtocol("bgp1002_10_0_0_1", datetime(2026, 1, 1), {"BGP state": "Established"})
    it = BirdProtocol(NAME, datetime(2026, 1, 1), {"BGP state": state})
    assert are_down({NAME}, [others, it]) is down
    assert are_down({NAME}, [others])
