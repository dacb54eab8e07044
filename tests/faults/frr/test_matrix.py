"""A slice of the fault matrix on a real FRR; `python -m tests.faults --platform frr` runs all of it."""

import os

import pytest

from tests.faults.frr.cases import case_named, cases_of
from tests.faults.frr.matrix import results, share_of
from tests.faults.frr.openness import neighbors_in
from tests.faults.report import told

_CLOSED = """\
router bgp 1 vrf a
 neighbor 10.0.0.1 remote-as 64496
 neighbor 10.0.0.1 prefix-list L out
ip prefix-list L deny any
"""
_GROUP = "router bgp 1 vrf a\n neighbor G peer-group\n neighbor G remote-as 65001\n"
_OWN_AS = "router bgp 1 vrf a\n neighbor 10.0.0.1 remote-as 65001\n"
SLICE = (
    "filter-entry/confirm-off/cut-within/2",
    "node-removed/confirm-on/cut-undo/2",
    "maximum-paths/confirm-on/reboot/1",
)


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="an FRR router of its own has namespaces, so it needs root")
def test_nothing_is_lost_in_a_slice_of_the_matrix() -> None:
    found = list(results([share_of(case_named(name)) for name in SLICE], workers=1))
    assert [result.case.name for result in found] == list(SLICE)
    assert [told(result, fully=True) for result in found if result.outcome.lost] == []


def test_lines_that_are_sent_together_share_their_cuts_and_have_their_own_refusals() -> None:
    found: dict[str, list[int]] = {}
    for case in cases_of("rd", "off", (1, 3)):
        found.setdefault(case.fault, []).append(case.line)
    assert found == {
        "nothing": [0],
        "refuse": [1, 2, 3, 4],
        "cut-within": [2, 3],
        **{key: [1, 2] for key in ("cut", "daemon", "reboot")},
        **{key: [1, 4] for key in ("cut-after", "cut-undo", "away")},
        "slow": [0],
    }


@pytest.mark.parametrize("name", ["rd/confirm-off/cut/1", "create-adopt/confirm-on/slow"])
def test_a_case_is_found_by_its_name(name: str) -> None:
    assert case_named(name).name == name


@pytest.mark.parametrize("name", ["rd/confirm-off/cut", "rd/confirm-off/slow/1", "no/confirm-off/cut/1", "rd", ""])
def test_another_name_is_no_case(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}$"):
        case_named(name)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", []),
        (_OWN_AS, []),
        (f"no ip prefix-list L\n{_OWN_AS}", [("a", "10.0.0.1")]),
        (f"{_OWN_AS}no ip prefix-list L\n", [("a", "10.0.0.1")]),
        (f"{_OWN_AS} no neighbor 10.0.0.1 prefix-list L out\n", [("a", "10.0.0.1")]),
        (f"{_OWN_AS} no neighbor 10.0.0.1 prefix-list L out\n neighbor 10.0.0.1 shutdown\n", []),
        (f"{_OWN_AS} no neighbor 10.0.0.1\n", []),
        (_GROUP, []),
        (f"{_GROUP} bgp listen range 10.0.0.0/24 peer-group G\n", [("a", "G")]),
        (f"{_GROUP} bgp listen range 10.0.0.0/24 peer-group G\n neighbor G prefix-list L out\n", []),
        (f"{_GROUP} bgp listen range 10.0.0.0/24 peer-group G\n no neighbor G peer-group\n", []),
        (f"no router bgp 1 vrf a\n{_OWN_AS}", [("a", "10.0.0.1")]),
    ],
)
def test_a_neighbor_with_its_own_as_and_no_filter_is_open(more: str, found: list[tuple[str, str]]) -> None:
    assert list(neighbors_in(_CLOSED + more).open()) == found
