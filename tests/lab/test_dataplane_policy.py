"""Static routes and route maps, between real speakers."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from emulator.dataplane.birdc import BirdControl
from emulator.dataplane.state import Clause, Network, PrefixEntry, StaticRoute
from tests.lab.dataplane_fabric import BLOCKS, SHARED_BLOCK
from tests.lab.dataplane_router import Router, within_a_second
from tests.lab.dataplane_seed import CALICO, METALLB, SEED, with_family, with_neighbor

pytestmark = pytest.mark.root
BEHIND = "172.16.0.0/16"
HOST = "172.16.5.1"
ROUTE = StaticRoute(CALICO, BEHIND, "10.0.1.100")


@pytest.fixture(autouse=True)
def host(router: Router) -> Iterator[None]:
    """An address behind the client, which only a static route leads to."""
    router.net.spaces["client"].run("ip", "address", "add", f"{HOST}/32", "dev", "eth0")
    yield
    router.net.spaces["client"].run("ip", "address", "del", f"{HOST}/32", "dev", "eth0")


def routed(*routes: StaticRoute, redistribute: bool = False) -> Network:
    sources = frozenset({"connected", "static"} if redistribute else {"connected"})
    return replace(with_family(SEED, CALICO, redistribute=sources), static_routes=routes)


def shown(router: Router, vrf: str) -> list[tuple[str, int, tuple[tuple[str | None, str | None], ...]]]:
    found = router.space.call(router.plane.routes, vrf)
    return [(route.code, route.distance, route.hops) for route in found if route.prefix == BEHIND]


def test_a_static_route_forwards_and_goes_again(router: Router) -> None:
    assert not router.net.answers("router", HOST, "10.0.1.254")
    router.apply(routed(ROUTE))
    within_a_second(lambda: shown(router, CALICO), [("S", 1, (("10.0.1.100", "GigabitEthernet3"),))])
    assert router.net.answers("router", HOST, "10.0.1.254")
    assert shown(router, METALLB) == []
    router.apply(SEED)
    within_a_second(lambda: shown(router, CALICO), [])


def test_redistributed_it_is_leaked_and_another_vrf_reaches_it(router: Router) -> None:
    assert not router.net.answers("master1", HOST)
    router.apply(routed(ROUTE, redistribute=True))
    within_a_second(lambda: [code for code, _, _ in shown(router, METALLB)], ["B"])
    assert router.net.answers("master1", HOST)
    mine = [path for path in router.space.call(router.plane.paths, CALICO) if path.prefix == BEHIND]
    assert [(path.next_hop, path.origin, path.metric) for path in mine] == [("10.0.1.100", "?", 0)]


def test_the_nearer_of_two_routes_forwards(router: Router) -> None:
    router.apply(routed(ROUTE, replace(ROUTE, next_hop="10.0.1.101", distance=250)))
    within_a_second(lambda: shown(router, CALICO), [("S", 1, (("10.0.1.100", "GigabitEthernet3"),))])
    router.apply(routed(replace(ROUTE, next_hop="10.0.1.101", distance=250)))
    within_a_second(lambda: shown(router, CALICO), [("S", 250, (("10.0.1.101", "GigabitEthernet3"),))])


def test_a_discarding_route_discards(router: Router) -> None:
    router.apply(routed(StaticRoute(CALICO, BEHIND, None, "Null0")))
    within_a_second(lambda: shown(router, CALICO), [("S", 1, ((None, "Null0"),))])
    assert not router.net.answers("router", HOST, "10.0.1.254")


def test_over_an_interface_alone_it_asks_on_the_link(router: Router) -> None:
    router.apply(routed(StaticRoute(CALICO, f"{HOST}/32", None, "GigabitEthernet3")))
    within_a_second(lambda: router.net.answers("router", HOST, "10.0.1.254"), True)


LISTS = {
    **SEED.prefix_lists,
    "client": (PrefixEntry(5, "permit", "10.0.1.0/24"),),
    "shared": (PrefixEntry(5, "permit", SHARED_BLOCK),),
}


def told(router: Router, *wanted: str) -> list[str]:
    """Lines about the routes that worker1's MetalLB has from the router."""
    answer = BirdControl(router.net.socket("worker1", "metallb")).ask("show route all protocol upstream").lines
    return [line.strip() for line in answer if line.strip().startswith(wanted)]


def telling(*clauses: Clause, send_community: bool) -> Network:
    changes = {"prefix_list_out": None, "route_map_out": "tell", "send_community": send_community}
    return replace(
        with_neighbor(SEED, METALLB, "10.0.0.11", **changes), prefix_lists=LISTS, route_maps={"tell": clauses}
    )


def test_an_outbound_map_chooses_and_changes_what_is_told(router: Router) -> None:
    clause = Clause(10, "permit", ("client",), metric=50, communities=("65000:7",), prepend=(65000, 65000))
    router.apply(telling(clause, send_community=True))
    within_a_second(lambda: router.net.learned("worker1", "metallb"), ["10.0.1.0/24"])
    marks = ["BGP.as_path: 65000 65000 65000", "BGP.med: 50", "BGP.community: (65000,7)"]
    assert told(router, "BGP.as_path", "BGP.med", "BGP.community") == marks
    router.apply(telling(clause, send_community=False))
    within_a_second(lambda: told(router, "BGP.community"), [])


def test_a_denying_clause_keeps_the_rest(router: Router) -> None:
    router.apply(telling(Clause(10, "deny", ("client",)), Clause(20, "permit"), send_community=False))
    within_a_second(lambda: "10.0.0.0/24" in router.net.learned("worker1", "metallb"), True)
    assert "10.0.1.0/24" not in router.net.learned("worker1", "metallb")


def test_a_map_that_does_not_exist_tells_nothing(router: Router) -> None:
    router.apply(telling(send_community=False))
    assert router.net.learned("worker1", "metallb") == []


def test_an_inbound_map_filters_and_prefers(router: Router) -> None:
    clauses = (Clause(10, "permit", ("shared",), local_preference=200),)
    for address in ("10.0.0.11", "10.0.0.13"):
        changed = with_neighbor(SEED, CALICO, address, route_map_in="take")
        router.apply(replace(changed, prefix_lists=LISTS, route_maps={"take": clauses}))
        within_a_second(partial(router.gateways, CALICO, SHARED_BLOCK), [address])
    assert router.gateways(CALICO, BLOCKS["worker3"]) == []
    assert router.gateways(CALICO, BLOCKS["worker1"]) == ["10.0.0.11"]
