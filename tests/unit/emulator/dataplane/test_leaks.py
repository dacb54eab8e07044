"""The pairs of VRFs with route leaking."""

from dataclasses import replace

from emulator.dataplane.leaks import leaking_pairs, reachable
from tests.lab.dataplane_seed import CALICO, METALLB, SEED, with_family, with_imports, with_interface

EVERYTHING = frozenset({"1.1.1.1", "1.1.1.2", "10.0.0.254", "10.0.1.254"})


def test_the_two_vrfs_leak_both_ways() -> None:
    assert leaking_pairs(SEED) == ((CALICO, METALLB), (METALLB, CALICO))


def test_without_the_import_one_direction_is_left() -> None:
    assert leaking_pairs(with_imports(SEED, METALLB, "65000:1")) == ((METALLB, CALICO),)


def test_nothing_leaks_without_router_bgp() -> None:
    assert leaking_pairs(replace(SEED, asn=None)) == ()


def test_nothing_leaks_without_an_address_family() -> None:
    assert leaking_pairs(replace(SEED, families=SEED.families[:1])) == ()


def test_nothing_leaks_without_a_route_distinguisher() -> None:
    assert leaking_pairs(replace(SEED, vrfs=(replace(SEED.vrfs[0], rd=None), SEED.vrfs[1]))) == ()


def test_both_vrfs_reach_all_addresses_of_both_and_none_of_the_global_table() -> None:
    assert reachable(SEED, METALLB) == EVERYTHING
    assert reachable(SEED, CALICO) == EVERYTHING
    assert reachable(SEED, None) == frozenset({"1.1.1.0"})


def test_what_is_not_redistributed_is_not_reachable_from_the_other_vrf() -> None:
    assert reachable(with_family(SEED, CALICO, redistribute=frozenset()), METALLB) == {"1.1.1.1", "10.0.0.254"}


def test_a_shut_down_interface_is_not_reachable() -> None:
    assert reachable(with_interface(SEED, "Loopback2", shutdown=True), CALICO) == EVERYTHING - {"1.1.1.2"}
