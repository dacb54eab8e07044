"""What counts as lost: each thing the matrix looks for is noticed where it is."""

from collections.abc import Iterator
from typing import Any

import pytest

from providers.prefix_list import PrefixListProvider
from tests.faults import startup
from tests.faults.cases import case_named
from tests.faults.judge import difference, foreign_of
from tests.faults.operations import OPERATIONS
from tests.faults.router import FaultyRouter, is_open
from tests.faults.stage import Outcome, Stage

# What is cut off is not closed by whoever had it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
OPEN = {"activate": True, "shutdown": False, "remote_as": 65001, "filter_exists": False, "filter_entries": 0}


@pytest.fixture(scope="module")
def router() -> Iterator[FaultyRouter]:
    with FaultyRouter() as router:
        yield router


@pytest.mark.parametrize(
    ("otherwise", "verdict"),
    [
        ({}, True),
        ({"filter_exists": True}, True),
        ({"filter_exists": True, "filter_entries": 1}, False),
        ({"shutdown": True}, False),
        ({"activate": False}, False),
        ({"remote_as": 64496}, False),
    ],
)
def test_a_neighbor_is_open_where_it_could_come_up_unfiltered(otherwise: dict[str, Any], verdict: bool) -> None:
    assert is_open(OPEN | otherwise) is verdict


def test_a_foreign_line_that_is_gone_is_told_with_its_block() -> None:
    less = startup.SHARED.replace("  neighbor 198.51.100.2 activate\n", "")
    assert difference(foreign_of(startup.SHARED), foreign_of(less)) == [
        "missing: router bgp 65000 / address-family ipv4 vrf OFFICE / neighbor 198.51.100.2 activate"
    ]


def test_lines_in_another_order_are_a_difference() -> None:
    assert difference("a\nb", "b\na") == ["the same lines in another order"]


def test_a_provider_that_leaves_something_behind_is_lost(router: FaultyRouter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PrefixListProvider, "delete", lambda *_: None)
    stage = Stage(router, OPERATIONS["destroy-bgp"])
    assert stage.nothing_wrong.lost == ["too much: ip prefix-list deny-all-routes seq 5 deny 0.0.0.0/0 le 32"]


def test_an_error_that_is_no_error_of_ours_is_lost(router: FaultyRouter, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise KeyError("lines")

    stage = Stage(router, OPERATIONS["filter-entry"])
    monkeypatch.setattr(PrefixListProvider, "update", breaks)
    outcome: Outcome = stage.play(case_named("filter-entry/confirm-off/slow"))
    assert outcome.lost[0] == "a traceback: KeyError('lines')"
