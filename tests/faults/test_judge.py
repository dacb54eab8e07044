"""What counts as lost: each thing the matrix looks for is noticed where it is."""

from collections.abc import Iterator
from typing import Any

import pytest

from providers.prefix_list import PrefixListProvider
from tests.faults import startup
from tests.faults.cases import case_named
from tests.faults.judge import difference, foreign_of
from tests.faults.operations import OPERATIONS
from tests.faults.router import FaultyRouter, Filtered, Watched, is_open, open_unfiltered
from tests.faults.stage import Outcome, Stage

# What is cut off is not closed by whoever had it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
FOREIGN = {
    "vrf": "k8s-calico",
    "family": "ipv4",
    "address": "10.0.1.20",
    "activate": True,
    "shutdown": False,
    "remote_as": 64507,
    "filter_exists": False,
    "filter_entries": 0,
    "route_map_clauses": 0,
}
FILTERED: Filtered = {("k8s-calico", "ipv4", "10.0.1.20"): 64507, ("k8s-calico", "ipv4", "10.0.0.192/26"): 64509}
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
        ({"remote_as": None}, False),
    ],
)
def test_a_neighbor_is_open_where_it_could_come_up_unfiltered(otherwise: dict[str, Any], verdict: bool) -> None:
    assert is_open(OPEN | otherwise) is verdict


@pytest.mark.parametrize(
    ("otherwise", "verdict"),
    [
        ({}, True),
        ({"address": "10.0.0.192/26", "remote_as": 64509}, True),
        ({"address": "10.0.1.99"}, False),
        ({"filter_exists": True}, True),
        ({"filter_exists": True, "filter_entries": 2}, False),
        ({"route_map_clauses": 1}, False),
        ({"shutdown": True}, False),
        ({"remote_as": 64496}, False),
        ({"remote_as": None}, False),
    ],
)
def test_a_foreign_neighbor_or_range_that_was_filtered_is_never_open(otherwise: dict[str, Any], verdict: bool) -> None:
    assert open_unfiltered(FOREIGN | otherwise, False, FILTERED) is verdict


def test_the_router_knows_what_is_filtered_by_group_template_and_route_map(router: FaultyRouter) -> None:
    router.begin(startup.FULL, accepts_foreign_lines=True)
    ours = {place: asn for place, asn in router.filtered().items() if str(place[0]).startswith("k8s-")}
    assert ours == {
        ("k8s-calico", "ipv4", "10.0.0.192/26"): 64509,
        ("k8s-calico", "ipv4", "10.0.1.20"): 64507,
        ("k8s-calico", "ipv4", "10.0.1.21"): 64509,
        ("k8s-metallb", "ipv4", "10.0.0.128/26"): 64508,
        ("k8s-metallb", "ipv4", "10.0.0.50"): 64508,
        ("k8s-metallb", "ipv4", "10.0.0.51"): 64508,
        ("k8s-metallb", "ipv4", "10.0.0.60"): 65060,
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("no neighbor EDGE prefix-list STORAGE out", ["10.0.0.192/26", "10.0.1.21"]),
        ("no neighbor 10.0.1.20 inherit peer-policy QUIET", ["10.0.1.20"]),
        ("neighbor EDGE prefix-list ANOTHER out", ["10.0.0.192/26", "10.0.1.21"]),
    ],
)
def test_a_filter_that_is_lost_by_inheritance_is_seen_in_the_record(
    typed: str, found: list[str], router: FaultyRouter
) -> None:
    router.begin(startup.FULL, accepts_foreign_lines=True)
    router.watch(lambda _: False, router.filtered())
    router.type(["router bgp 65000", "address-family ipv4 vrf k8s-calico", typed])
    assert sorted(router.open_moments.values()) == [f"k8s-calico {each} after '{typed}'" for each in found]


def test_a_line_that_is_gone_from_a_full_router_is_lost(router: FaultyRouter, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(router, OPERATIONS["full-filter-renamed"])
    monkeypatch.setattr(router, "running", lambda: startup.FULL.replace(" description to the nodes\n", ""))
    assert stage.attempt(Watched(), Watched()).lost[:1] == [
        "foreign, after the fault: missing: interface GigabitEthernet2 / description to the nodes"
    ]


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
