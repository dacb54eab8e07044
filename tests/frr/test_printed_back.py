"""What a real FRR router prints of a line that it accepted: nothing else may count as the wanted line."""

import pytest

from platforms.frr.checks import _kept
from tests.frr_router import FrrRouter

pytestmark = pytest.mark.root

ENTRIES = (
    "seq 5 permit 10.0.0.1/8",
    "seq 6 permit 10.0.0.0/8 le 09",
    "seq 7 deny 10.0.0.0/8 ge 9 le 32",
    "seq 8 permit 10.0.0.0/8 ge 10",
    "seq 9 deny 0.0.0.0/0 le 32",
    "seq 10 permit 10.1.2.3/32",
)


def test_frr_keeps_an_entry_as_the_check_expects_it(router: FrrRouter) -> None:
    router.configure("".join(f"ip prefix-list A {entry}\n" for entry in ENTRIES))
    printed = [line for line in router.running().splitlines() if line.startswith("ip prefix-list")]
    assert printed == [f"ip prefix-list A {_kept(entry)}" for entry in ENTRIES]
    assert [entry for entry in ENTRIES if _kept(entry) != entry] == list(ENTRIES[:2])


def test_frr_ignores_a_rule_that_another_entry_has(router: FrrRouter) -> None:
    router.configure("ip prefix-list A seq 5 permit 10.0.0.0/8\nip prefix-list A seq 10 permit 10.0.0.0/8\n")
    assert "seq 10" not in router.running()


def test_frr_does_not_print_the_timers_of_bfd(router: FrrRouter) -> None:
    router.configure("router bgp 65000\nneighbor 10.0.0.1 remote-as 65001\nneighbor 10.0.0.1 bfd 5 100 100\n")
    assert [line for line in router.running().splitlines() if "bfd" in line] == [" neighbor 10.0.0.1 bfd"]
