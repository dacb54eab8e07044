"""The data plane's network for a configuration."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from emulator.dataplane.state import Aggregate, Clause, Neighbor, StaticRoute
from emulator.network import network_of_config

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
def test_a_static_route_is_in_the_network(editor: Made, typed: str, handed: StaticRoute) -> None:
    here = editor(f"ip route 10.9.0.0 255.255.0.0 {typed}")
    assert network_of_config(here.context.config).static_routes == (handed,)


def test_a_second_set_line_replaces_the_first(editor: Made) -> None:
    here = editor("route-map out permit 10", "set metric 50", "set as-path prepend 1 1", "set metric 70")
    assert here.block("route-map out permit 10 ")[1:] == [" set metric 70", " set as-path prepend 1 1"]


def test_a_static_route_belongs_to_its_vrf(editor: Made) -> None:
    here = editor("ip vrf red", "exit", "ip route vrf red 0.0.0.0 0.0.0.0 10.0.0.1")
    assert network_of_config(here.context.config).static_routes == (StaticRoute("red", "0.0.0.0/0", "10.0.0.1"),)


def test_a_route_map_is_in_the_network_clause_by_clause(editor: Made) -> None:
    here = editor(
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


@pytest.mark.parametrize(("communities", "sent"), [("", True), (" both", True), (" extended", False)])
def test_a_neighbors_maps_are_in_the_network(editor: Made, communities: str, sent: bool) -> None:
    here = editor(
        *("ip vrf red", "rd 1:1", "router bgp 65000", "address-family ipv4 vrf red"),
        *("neighbor 10.0.0.1 remote-as 65001", "neighbor 10.0.0.1 route-map in-map in"),
        *("neighbor 10.0.0.1 route-map out-map out", f"neighbor 10.0.0.1 send-community{communities}"),
    )
    (neighbor,) = network_of_config(here.context.config).families[1].neighbors
    assert (neighbor.route_map_in, neighbor.route_map_out) == ("in-map", "out-map")
    assert neighbor.send_community is sent


INHERITED = """ip vrf red
 rd 1:1
router bgp 65000
 bgp listen limit 9
 template peer-policy base
  prefix-list base out
  route-map base in
 exit-peer-policy
 template peer-policy more
  prefix-list more out
 exit-peer-policy
 template peer-policy both
  send-community
  inherit peer-policy more 20
  inherit peer-policy base 10
 exit-peer-policy
 template peer-session parent
  remote-as 65001
  timers 7 21
 exit-peer-session
 template peer-session child
  timers 3 9
  inherit peer-session parent
 exit-peer-session
 address-family ipv4 vrf red
  aggregate-address 10.0.0.0 255.0.0.0 summary-only
  neighbor NODES peer-group
  neighbor NODES remote-as 65002
  neighbor NODES local-as 65010 no-prepend replace-as
  neighbor NODES prefix-list none out
  neighbor NODES timers 5 15
  bgp listen range 10.0.9.0/24 peer-group NODES
  neighbor EMPTY peer-group
  bgp listen range 10.0.8.0/24 peer-group EMPTY
  neighbor 10.0.0.1 peer-group NODES
  neighbor 10.0.0.1 timers 10 30
  neighbor 10.0.0.2 inherit peer-session child
  neighbor 10.0.0.2 inherit peer-policy both
"""


def test_inherited_attributes_are_in_the_network(editor: Made) -> None:
    family = network_of_config(editor(*INHERITED.splitlines()).context.config).families[1]
    member, heir = (replace(neighbor, generation=0) for neighbor in family.neighbors)
    group = Neighbor(
        "NODES",
        65002,
        prefix_list_out="none",
        keepalive_seconds=5,
        hold_seconds=15,
        local_as=65010,
        prepend_local_as=False,
        replace_as=True,
    )
    assert member == replace(group, address="10.0.0.1", keepalive_seconds=10, hold_seconds=30)
    assert heir == Neighbor(
        "10.0.0.2",
        65001,
        prefix_list_out="more",
        route_map_in="base",
        keepalive_seconds=3,
        hold_seconds=9,
        send_community=True,
    )
    (listen,) = family.ranges  # nobody can have a session with a group that has no AS
    assert (listen.prefix, replace(listen.members, generation=0)) == ("10.0.9.0/24", group)
    assert (family.listen_limit, family.aggregates) == (9, (Aggregate("10.0.0.0/8", summary_only=True),))


def test_each_shutdown_of_a_group_changes_its_members_generation(editor: Made) -> None:
    here = editor(*INHERITED.splitlines())

    def generation() -> int:
        return network_of_config(here.context.config).families[1].neighbors[0].generation

    before = generation()
    here.type("router bgp 65000", "address-family ipv4 vrf red", "neighbor NODES shutdown")
    assert generation() > before
