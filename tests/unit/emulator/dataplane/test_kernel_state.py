"""Commands for the kernel: only differences, in an order that loses no packet, and only our own objects."""

from hypothesis import given
from hypothesis import strategies as st

from emulator.dataplane.kernel_state import (
    KERNEL_LOCAL,
    Address,
    KernelState,
    Rule,
    commands,
    restored_state,
    sysctls,
    wanted_state,
)
from emulator.dataplane.names import assign_tables
from tests.lab.dataplane_seed import CALICO, METALLB, SEED, with_imports, with_interface

TABLES = assign_tables({}, [CALICO, METALLB])
LINKS = ("lo", "Gi2", "Gi3")
FRESH = KernelState(
    dict.fromkeys(LINKS, False), frozenset({Address("lo", "127.0.0.1/8", "lo")}), frozenset({KERNEL_LOCAL})
)
SEEDED = wanted_state(SEED, TABLES, LINKS)


def test_a_fresh_namespace_gets_exactly_these_commands() -> None:
    assert commands(FRESH, SEEDED) == [
        "link set lo up",
        "link set Gi2 up",
        "link set Gi3 up",
        "address add 10.0.0.254/24 dev Gi2 label Gi2:ios",
        "address add 10.0.1.254/24 dev Gi3 label Gi3:ios",
        "address add 1.1.1.0/32 dev lo label lo:Lo0",
        "address add 1.1.1.1/32 dev lo label lo:Lo1",
        "address add 1.1.1.2/32 dev lo label lo:Lo2",
        "rule add iif Gi2 to 1.1.1.0 priority 1000 unreachable",
        "rule add iif Gi3 to 1.1.1.0 priority 1000 unreachable",
        "rule add priority 2000 lookup local",
        "rule add from 1.1.1.0 priority 3000 lookup 1000",
        "rule add from 1.1.1.1 priority 3000 lookup 1002",
        "rule add from 1.1.1.2 priority 3000 lookup 1001",
        "rule add from 10.0.0.254 priority 3000 lookup 1002",
        "rule add from 10.0.1.254 priority 3000 lookup 1001",
        "rule add iif Gi2 priority 3000 lookup 1002",
        "rule add iif Gi3 priority 3000 lookup 1001",
        "rule add from 1.1.1.0 priority 4000 unreachable",
        "rule add from 1.1.1.1 priority 4000 unreachable",
        "rule add from 1.1.1.2 priority 4000 unreachable",
        "rule add from 10.0.0.254 priority 4000 unreachable",
        "rule add from 10.0.1.254 priority 4000 unreachable",
        "rule add iif Gi2 priority 4000 unreachable",
        "rule add iif Gi3 priority 4000 unreachable",
        "rule delete priority 0 lookup local",
    ]


def test_nothing_is_done_where_the_kernel_already_agrees() -> None:
    assert commands(SEEDED, SEEDED) == []


def test_a_moved_address_is_taken_away_before_the_new_one_comes() -> None:
    moved = wanted_state(with_interface(SEED, "GigabitEthernet3", address="10.0.1.1/24"), TABLES, LINKS)
    assert commands(SEEDED, moved) == [
        "address delete 10.0.1.254/24 dev Gi3",
        "address add 10.0.1.1/24 dev Gi3 label Gi3:ios",
        "rule add from 10.0.1.1 priority 3000 lookup 1001",
        "rule add from 10.0.1.1 priority 4000 unreachable",
        "rule delete from 10.0.1.254 priority 3000 lookup 1001",
        "rule delete from 10.0.1.254 priority 4000 unreachable",
    ]


def test_a_vrf_that_imports_nothing_cannot_reach_the_other_vrfs_addresses() -> None:
    assert commands(SEEDED, wanted_state(with_imports(SEED, METALLB, "65000:1"), TABLES, LINKS)) == [
        "rule add iif Gi2 to 1.1.1.2 priority 1000 unreachable",
        "rule add iif Gi2 to 10.0.1.254 priority 1000 unreachable",
    ]


def test_shutting_an_interface_down_takes_the_link_down_and_keeps_the_address() -> None:
    down = commands(SEEDED, wanted_state(with_interface(SEED, "GigabitEthernet3", shutdown=True), TABLES, LINKS))
    assert down[0] == "link set Gi3 down"
    assert [command for command in down if command.startswith("address")] == []


def test_shutting_a_loopback_down_takes_its_address_only() -> None:
    down = commands(SEEDED, wanted_state(with_interface(SEED, "Loopback2", shutdown=True), TABLES, LINKS))
    assert [command for command in down if not command.startswith("rule")] == ["address delete 1.1.1.2/32 dev lo"]


def test_an_address_without_our_label_stays_and_is_not_added_twice() -> None:
    theirs = KernelState(FRESH.links, frozenset({Address("Gi2", "10.0.0.254/24", "Gi2")}), FRESH.rules)
    assert [c for c in commands(theirs, SEEDED) if "Gi2" in c and c.startswith("address")] == []
    assert [c for c in commands(theirs, restored_state(theirs)) if c.startswith("address")] == []


def test_an_address_that_two_vrfs_share_is_added_once() -> None:
    shared = wanted_state(with_interface(SEED, "Loopback2", address="1.1.1.1/32"), TABLES, LINKS)
    assert [c for c in commands(FRESH, shared) if "address add 1.1.1.1/32" in c] == [
        "address add 1.1.1.1/32 dev lo label lo:Lo2"
    ]


def test_no_link_of_ours_checks_the_reverse_path() -> None:
    assert sysctls(SEEDED) == {
        "net/ipv4/ip_forward": "1",
        "net/ipv4/fib_multipath_hash_policy": "1",
        "net/ipv4/conf/all/rp_filter": "0",
        "net/ipv4/conf/Gi2/rp_filter": "0",
        "net/ipv4/conf/Gi3/rp_filter": "0",
        "net/ipv4/conf/lo/rp_filter": "0",
    }


def test_the_kernels_own_rule_is_restored_first() -> None:
    left = commands(SEEDED, restored_state(SEEDED))
    assert [command for command in left if " add " in command] == ["rule add priority 0 lookup local"]
    assert left.count("rule delete priority 2000 lookup local") == 1


@given(st.sets(st.sampled_from(sorted(SEEDED.rules))), st.sets(st.sampled_from(sorted(SEEDED.addresses))))
def test_the_commands_complete_any_partial_state(rules: set[Rule], addresses: set[Address]) -> None:
    half = KernelState(SEEDED.links, frozenset(addresses), frozenset(rules))
    added = {c for c in commands(half, SEEDED) if " add " in c}
    assert len(added) == len(SEEDED.rules - rules) + len(SEEDED.addresses - addresses)
    assert added == set(commands(half, SEEDED))
