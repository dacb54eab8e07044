"""Static routes and route maps, between real speakers."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from lab.router.dataplane.state import Network, StaticRoute
from tests.lab.dataplane_router import Router, within_a_second
from tests.lab.dataplane_seed import CALICO, METALLB, SEED, with_family

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
