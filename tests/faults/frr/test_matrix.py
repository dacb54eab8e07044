"""A slice of the fault matrix on a real FRR; `python -m tests.faults --platform frr` runs all of it."""

import os

import pytest

from tests.faults.frr.matrix import results, share_of, told
from tests.faults.frr.openness import neighbors_in

_CLOSED = """\
router bgp 1 vrf a
 neighbor 10.0.0.1 remote-as 64496
 neighbor 10.0.0.1 prefix-list L out
ip prefix-list L deny any
"""
_OWN_AS = "router bgp 1 vrf a\n neighbor 10.0.0.1 remote-as 65001\n"
SLICE = (
    "filter-entry/confirm-off/cut-within/2",
    "node-removed/confirm-on/cut-after/2",
    "maximum-paths/confirm-on/reboot/3",
)


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="an FRR router of its own has namespaces, so it needs root")
def test_nothing_is_lost_in_a_slice_of_the_matrix() -> None:
    found = list(results([share_of(name) for name in SLICE], workers=1))
    assert [result.name for result in found] == list(SLICE)
    assert [told(result) for result in found if result.outcome.lost] == []


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
        (f"no router bgp 1 vrf a\n{_OWN_AS}", [("a", "10.0.0.1")]),
    ],
)
def test_a_neighbor_with_its_own_as_and_no_filter_is_open(more: str, found: list[tuple[str, str]]) -> None:
    assert list(neighbors_in(_CLOSED + more).open()) == found
