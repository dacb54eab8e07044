"""What the configuration hands to the data plane."""

from collections.abc import Callable
from typing import Any

import pytest

from lab.router.dataplane.state import StaticRoute
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
    ],
)
def test_a_static_route_is_handed_over(desk: Made, typed: str, handed: StaticRoute) -> None:
    here = desk(f"ip route 10.9.0.0 255.255.0.0 {typed}")
    assert network_of_config(here.context.config).static_routes == (handed,)


@pytest.mark.parametrize("typed", ["dhcp", "999.1.1.1"])
def test_a_way_this_router_does_not_know_forwards_nothing(desk: Made, typed: str) -> None:
    here = desk(f"ip route 10.9.0.0 255.255.0.0 {typed}")
    assert network_of_config(here.context.config).static_routes == ()


def test_a_static_route_belongs_to_its_vrf(desk: Made) -> None:
    here = desk("ip vrf red", "exit", "ip route vrf red 0.0.0.0 0.0.0.0 10.0.0.1")
    assert network_of_config(here.context.config).static_routes == (StaticRoute("red", "0.0.0.0/0", "10.0.0.1"),)
