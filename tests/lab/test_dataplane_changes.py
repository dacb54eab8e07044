"""Every change of the configuration takes effect within a second."""

from dataclasses import replace

import pytest

from emulator.dataplane.state import PrefixEntry
from tests.eventually import eventually
from tests.lab.dataplane_fabric import BLOCKS, SERVICE, SHARED_BLOCK, pod
from tests.lab.dataplane_router import ALL_UP, Router, within_a_second
from tests.lab.dataplane_seed import (
    CALICO,
    METALLB,
    SEED,
    with_family,
    with_imports,
    with_interface,
    with_neighbor,
)

pytestmark = pytest.mark.root


def test_without_its_outbound_list_a_neighbor_is_told_everything(router: Router) -> None:
    router.apply(with_neighbor(SEED, METALLB, "10.0.0.11", prefix_list_out=None))
    everything = ["1.1.1.1/32", "1.1.1.2/32", "10.0.0.0/24", "10.0.1.0/24"]
    others = [block for node, block in BLOCKS.items() if node != "worker1"]  # a node drops what has itself as next hop
    everything += sorted(others)
    within_a_second(lambda: [p for p in router.net.learned("worker1", "metallb") if p != SHARED_BLOCK], everything)
    router.apply(SEED)
    within_a_second(lambda: router.net.learned("worker1", "metallb"), [])


def test_a_list_that_does_not_exist_permits_everything(router: Router) -> None:
    router.apply(replace(SEED, prefix_lists={}))
    within_a_second(lambda: "10.0.1.0/24" in router.net.learned("worker2", "calico"), True)


def test_a_changed_list_takes_effect(router: Router) -> None:
    entries = (PrefixEntry(5, "permit", "10.0.0.0/8", ge=24, le=24), PrefixEntry(10, "deny", "0.0.0.0/0", le=32))
    router.apply(replace(SEED, prefix_lists={"deny-all-routes": entries}))
    within_a_second(lambda: router.net.learned("worker2", "calico"), ["10.0.0.0/24", "10.0.1.0/24"])


def test_an_inbound_list_filters_what_is_learned(router: Router) -> None:
    entries = (PrefixEntry(5, "permit", SHARED_BLOCK),)
    changed = with_neighbor(SEED, CALICO, "10.0.0.11", prefix_list_in="shared")
    router.apply(replace(changed, prefix_lists={**SEED.prefix_lists, "shared": entries}))
    router.ask_again(CALICO, "10.0.0.11")
    within_a_second(lambda: router.gateways(CALICO, BLOCKS["worker1"]), [])
    assert router.state(CALICO, "10.0.0.11") == "Established"


def test_without_the_route_target_leaked_routes_go_and_come_back(router: Router) -> None:
    router.apply(with_imports(SEED, METALLB, "65000:1"))
    within_a_second(lambda: router.gateways(METALLB, BLOCKS["master1"]), [])
    within_a_second(lambda: router.gateways(METALLB, "10.0.1.0/24"), [])
    assert not router.net.answers("master1", "1.1.1.2")
    assert not router.net.answers("client", pod("master1"))
    router.apply(SEED)
    within_a_second(lambda: router.net.answers("master1", "1.1.1.2"), True)


def test_without_leaks_the_sessions_that_cross_them_end_and_the_others_stay(router: Router) -> None:
    router.apply(with_imports(with_imports(SEED, METALLB, "65000:1"), CALICO, "65000:2"))
    assert eventually(lambda: "Established" in router.states()[CALICO], False) is False
    assert router.states()[METALLB] == ["Established"] * 4


def test_a_shut_down_neighbor_is_idle_admin_and_its_routes_are_gone(router: Router) -> None:
    router.apply(with_neighbor(SEED, METALLB, "10.0.0.12", shutdown=True))
    within_a_second(lambda: router.state(METALLB, "10.0.0.12"), "Idle (Admin)")
    within_a_second(lambda: router.gateways(METALLB, f"{SERVICE}/32"), ["10.0.0.1", "10.0.0.11", "10.0.0.13"])


def test_a_neighbor_that_is_not_activated_has_no_session(router: Router) -> None:
    router.apply(with_neighbor(SEED, METALLB, "10.0.0.12", activated=False))
    within_a_second(lambda: router.states()[METALLB], ["Established"] * 3)


@pytest.mark.parametrize("paths", [2, 1, 3])
def test_maximum_paths_is_what_the_kernel_has(router: Router, paths: int) -> None:
    router.apply(with_family(SEED, METALLB, maximum_paths=paths))
    within_a_second(lambda: len(router.gateways(METALLB, f"{SERVICE}/32")), paths)
    assert router.states() == ALL_UP


def test_connected_routes_forward_but_are_not_in_bgp_without_redistribution(router: Router) -> None:
    router.apply(with_family(SEED, CALICO, redistribute=frozenset()))
    within_a_second(lambda: router.gateways(METALLB, "10.0.1.0/24"), [])
    assert router.gateways(CALICO, "10.0.1.0/24") == [None]
    assert "10.0.1.0/24" not in [p.prefix for p in router.space.call(router.plane.paths, CALICO)]


def test_a_network_line_puts_one_prefix_into_bgp(router: Router) -> None:
    router.apply(with_family(SEED, CALICO, redistribute=frozenset(), networks=frozenset({"10.0.1.0/24"})))
    within_a_second(lambda: router.gateways(METALLB, "10.0.1.0/24"), [None])
    own = [p for p in router.space.call(router.plane.paths, CALICO) if p.origin_vrf is None and not p.as_path]
    assert [(p.prefix, p.origin) for p in own] == [("10.0.1.0/24", "i")]


def test_a_shut_down_interface_has_no_carrier_no_session_and_no_route(router: Router) -> None:
    router.apply(with_interface(SEED, "GigabitEthernet2", shutdown=True))
    assert not router.space.call(router.plane.interface_is_up, "GigabitEthernet2")
    within_a_second(lambda: "Established" in router.states()[METALLB], False)
    within_a_second(lambda: router.gateways(METALLB, "10.0.0.0/24"), [])
    router.apply(SEED)
    assert eventually(lambda: router.space.call(router.plane.interface_is_up, "GigabitEthernet2"), True)


def test_an_interface_without_a_link_is_down_and_harmless(router: Router) -> None:
    absent = replace(SEED.interfaces[-1], name="GigabitEthernet4", vrf=None, address="10.0.4.254/24")
    router.apply(replace(SEED, interfaces=(*SEED.interfaces, absent)))
    assert not router.space.call(router.plane.interface_is_up, "GigabitEthernet4")
    assert router.states() == ALL_UP


def test_without_router_bgp_only_connected_routes_are_left(router: Router) -> None:
    router.apply(replace(SEED, asn=None))
    within_a_second(
        lambda: [r.prefix for r in router.space.call(router.plane.routes, CALICO)],
        [
            "1.1.1.2/32",
            "10.0.1.0/24",
            "10.0.1.254/32",
        ],
    )
    assert router.space.call(router.plane.sessions, CALICO) == ()


def test_the_oldest_of_equal_paths_stays_best_in_its_vrf_and_where_it_is_leaked(router: Router) -> None:
    (first,) = router.gateways(CALICO, SHARED_BLOCK)
    router.apply(with_neighbor(SEED, CALICO, str(first), shutdown=True))
    within_a_second(lambda: router.gateways(CALICO, SHARED_BLOCK) in ([first], []), False)
    second = router.gateways(CALICO, SHARED_BLOCK)
    router.apply(SEED)
    assert eventually(lambda: router.state(CALICO, str(first)), "Established") == "Established"
    assert eventually(lambda: len(router.learned_from(CALICO, SHARED_BLOCK)), 4) == 4
    assert router.gateways(CALICO, SHARED_BLOCK) == second
    within_a_second(lambda: router.gateways(METALLB, SHARED_BLOCK), second)


def test_a_bird_that_died_forwards_again_once_somebody_asks(router: Router) -> None:
    process = router.plane._bird._process
    assert process
    process.kill()
    process.wait(10)
    assert eventually(router.states, ALL_UP) == ALL_UP
    nodes = ["10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13"]
    assert eventually(lambda: router.gateways(METALLB, f"{SERVICE}/32"), nodes) == nodes
    assert eventually(lambda: router.net.answers("client", SERVICE), True)
