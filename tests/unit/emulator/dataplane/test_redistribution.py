"""The routes that a route map on `redistribute` permits."""

from dataclasses import replace

import pytest

from emulator.dataplane.leaks import connected, is_in_bgp, is_static_in_bgp
from emulator.dataplane.state import Clause, Network, PrefixEntry, StaticRoute
from tests.lab.dataplane_seed import METALLB, SEED, with_family

BOTH = frozenset({"connected", "static"})
LOOPBACKS = (PrefixEntry(5, "deny", "10.0.0.0/24"), PrefixEntry(10, "permit", "0.0.0.0/0", ge=32))
ROUTES = (StaticRoute(METALLB, "172.16.0.0/16", "10.0.0.9"), StaticRoute(METALLB, "172.16.9.9/32", "10.0.0.9"))


def mapped(*clauses: Clause, named: str = "some") -> Network:
    """Return a network that redistributes everything through a map."""
    maps = {"connected": named, "static": named}
    network = with_family(SEED, METALLB, redistribute=BOTH, redistribute_maps=maps)
    return replace(
        network,
        static_routes=ROUTES,
        route_maps={"some": clauses},
        prefix_lists={**SEED.prefix_lists, "loopbacks": LOOPBACKS},
    )


def taken(network: Network) -> list[str]:
    """Return the VRF's own routes in its BGP table."""
    own = [i.name for i in connected(network, METALLB) if is_in_bgp(network, i)]
    return own + [route.prefix for route in ROUTES if is_static_in_bgp(network, METALLB, route.prefix)]


@pytest.mark.parametrize(
    ("clauses", "prefixes"),
    [
        ((Clause(10, "permit"),), ["Loopback1", "GigabitEthernet2", "172.16.0.0/16", "172.16.9.9/32"]),
        ((Clause(10, "permit", ("loopbacks",)),), ["Loopback1", "172.16.9.9/32"]),
        ((Clause(10, "deny", ("loopbacks",)), Clause(20, "permit")), ["GigabitEthernet2", "172.16.0.0/16"]),
        ((Clause(10, "permit", unknown=True),), []),
        (
            (Clause(10, "permit", ("no-such-list",)),),
            ["Loopback1", "GigabitEthernet2", "172.16.0.0/16", "172.16.9.9/32"],
        ),
        ((), []),
    ],
)
def test_the_first_clause_that_matches_decides(clauses: tuple[Clause, ...], prefixes: list[str]) -> None:
    assert taken(mapped(*clauses)) == prefixes


def test_a_missing_map_denies_everything() -> None:
    assert taken(mapped(Clause(10, "permit"), named="nowhere")) == []


def test_a_network_line_uses_no_map() -> None:
    network = with_family(mapped(), METALLB, networks=frozenset({"10.0.0.0/24"}))
    assert taken(network) == ["GigabitEthernet2"]
