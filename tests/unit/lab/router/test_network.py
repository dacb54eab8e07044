"""What the configuration hands to the data plane."""

from collections.abc import Callable
from typing import Any

import pytest

from lab.router.dataplane.state import Clause, StaticRoute
from lab.router.network import network_of_config

Made = Callable[..., Any]


@pytest.mark.parametrize(
    ("typed", "handed"),
    [
        ("10.0.0.1", StaticRoute(None, "10.9.0.0/16", "10.0.0.1")),
        ("10.0.0.1 200 name far", StaticRoute(None, "10.9.0.0/16", "10.0.0.1", distance=200)),
        ("gi2", StaticRoute(None, "10.9.0.0/16", None, "GigabitEthernet2")),
        ("GigabitEthernet 3 10.0.1.1", StaticRoute(None, "10.9.0.0/16", "10.0.1.1", "GigabitEthernet3")),
        ("Null0 254", StaticRoute(None, "10.9.0.0/16", None, "Null0", 254)),
        ("null 0", StaticRoute(None, "10.9.0.0/16", None, "Null0")),
    ],
)
def test_a_static_route_is_handed_over(desk: Made, typed: str, handed: StaticRoute) -> None:
    here = desk(f"ip route 10.9.0.0 255.255.0.0 {typed}")
    assert network_of_config(here.context.config).static_routes == (handed,)


def test_a_second_set_of_the_same_takes_the_place_of_the_first(desk: Made) -> None:
    here = desk("route-map out permit 10", "set metric 50", "set as-path prepend 1 1", "set metric 70")
    assert here.block("route-map out permit 10 ")[1:] == [" set metric 70", " set as-path prepend 1 1"]


def test_a_static_route_belongs_to_its_vrf(desk: Made) -> None:
    here = desk("ip vrf red", "exit", "ip route vrf red 0.0.0.0 0.0.0.0 10.0.0.1")
    assert network_of_config(here.context.config).static_routes == (StaticRoute("red", "0.0.0.0/0", "10.0.0.1"),)


def test_a_route_map_is_handed_over_clause_by_clause(desk: Made) -> None:
    here = desk(
        *("route-map out permit 20", "set metric 50", "set local-preference 200"),
        *("route-map out deny 10", "match ip address prefix-list a b"),
        *("route-map out permit 30", "match community 1"),
        *("route-map out permit 40", "set community 65000:7 no-export additive", "set as-path prepend 65000 65000"),
        *("route-map out permit 50", "set weight 5"),
    )
    assert network_of_config(here.context.config).route_maps == {
        "out": (
            Clause(10, "deny", ("a", "b")),
            Clause(20, "permit", metric=50, local_preference=200),
            Clause(30, "permit", unknown=True),
            Clause(40, "permit", communities=("65000:7", "no-export"), additive=True, prepend=(65000, 65000)),
            Clause(50, "permit"),
        )
    }


@pytest.mark.parametrize(("said", "sent"), [("", True), (" both", True), (" extended", False)])
def test_a_neighbors_maps_are_handed_over(desk: Made, said: str, sent: bool) -> None:
    here = desk(
        *("ip vrf red", "rd 1:1", "router bgp 65000", "address-family ipv4 vrf red"),
        *("neighbor 10.0.0.1 remote-as 65001", "neighbor 10.0.0.1 route-map in-map in"),
        *("neighbor 10.0.0.1 route-map out-map out", f"neighbor 10.0.0.1 send-community{said}"),
    )
    (neighbor,) = network_of_config(here.context.config).families[1].neighbors
    assert (neighbor.route_map_in, neighbor.route_map_out) == ("in-map", "out-map")
    assert neighbor.send_community is sent
