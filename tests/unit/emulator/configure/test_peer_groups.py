"""Peer groups: refusals, side effects, printed form."""

from collections.abc import Callable
from typing import Any

import pytest

Made = Callable[..., Any]
VRF = ("ip vrf red", "rd 1:1")
FAMILY = ("router bgp 65000", "address-family ipv4 vrf red")
GROUP = (*VRF, *FAMILY, "neighbor NODES peer-group", "neighbor NODES remote-as 65001")
MEMBER = (*GROUP, "neighbor 10.0.0.1 peer-group NODES")
WITHOUT_AS = (
    *(*VRF, *FAMILY, "neighbor NODES peer-group"),
    *("neighbor 10.0.0.1 remote-as 65001", "neighbor 10.0.0.1 peer-group NODES"),
)
FIRST = "% Specify remote-as or peer-group commands first"
GROUP_LINES = ["neighbor NODES peer-group", "neighbor NODES remote-as 65001"]


def family(here: Any) -> list[str]:
    lines = here.running()
    at = lines.index(" address-family ipv4 vrf red")
    return [line.strip() for line in lines[at + 1 : lines.index(" exit-address-family", at)]]


def test_a_group_stands_before_its_members_and_is_active_by_itself(editor: Made) -> None:
    here = editor(*MEMBER, "neighbor 10.0.0.11 peer-group NODES", "neighbor NODES prefix-list none out")
    assert family(here) == [
        *GROUP_LINES,
        "neighbor NODES prefix-list none out",
        *("neighbor 10.0.0.1 peer-group NODES", "neighbor 10.0.0.1 activate"),
        *("neighbor 10.0.0.11 peer-group NODES", "neighbor 10.0.0.11 activate"),
    ]


def test_a_member_can_have_an_as_where_the_group_has_none(editor: Made) -> None:
    assert family(editor(*WITHOUT_AS)) == [
        "neighbor NODES peer-group",
        *("neighbor 10.0.0.1 remote-as 65001", "neighbor 10.0.0.1 peer-group NODES", "neighbor 10.0.0.1 activate"),
    ]


REFUSED = [
    ((*VRF, *FAMILY), "neighbor NODES description x", FIRST),
    ((*VRF, *FAMILY), "neighbor NODES activate", FIRST),
    ((*VRF, *FAMILY), "no neighbor NODES remote-as", FIRST),
    ((*VRF, *FAMILY), "neighbor NODES remote-as 65001", "% Create the peer-group first"),
    ((*VRF, *FAMILY), "neighbor 10.0.0.1 peer-group NODES", "% Configure the peer-group first"),
    ((*VRF, *FAMILY), "no neighbor 10.0.0.1 peer-group NODES", FIRST),
    (MEMBER, "no neighbor 10.0.0.1 peer-group OTHER", "% Configure the peer-group first"),
    (
        (*VRF, *FAMILY, "neighbor NODES peer-group"),
        "neighbor 10.0.0.1 peer-group NODES",
        "% Specify remote-as or peer-group remote AS first",
    ),
    (
        (*MEMBER, "neighbor OTHER peer-group"),
        "neighbor 10.0.0.1 peer-group OTHER",
        "% Cannot change peer-group. Deconfigure first",
    ),
    (MEMBER, "neighbor 10.0.0.1 remote-as 65002", "% Peer-group AS 65001. Cannot configure remote-as for member"),
    (
        (*WITHOUT_AS, "neighbor 10.0.0.2 remote-as 65000"),
        "neighbor 10.0.0.2 peer-group NODES",
        "% Peer with AS 65000 cannot be in this peer-group, members must be all internal or all external",
    ),
    (
        (*WITHOUT_AS, "neighbor 10.0.0.2 remote-as 65002", "neighbor 10.0.0.2 peer-group NODES"),
        "neighbor 10.0.0.2 remote-as 65000",
        "% The AS# can not be changed from 65002 to 65000, peer-group members must be all internal or all external",
    ),
    (MEMBER, "neighbor 10.0.0.1 prefix-list x out", "% Invalid command for a peer-group member"),
    (MEMBER, "neighbor 10.0.0.1 route-map x out", "% Invalid command for a peer-group member"),
    (MEMBER, "no neighbor 10.0.0.1 route-map x out", "% Invalid command for a peer-group member"),
    (MEMBER, "neighbor 10.0.0.1 next-hop-self", "% Invalid command for a peer-group member"),
    (MEMBER, "neighbor 10.0.0.1 as-override", "% Invalid command for a peer-group member"),
    (MEMBER, "neighbor 10.0.0.1 send-community both", "% Invalid command for a peer-group member"),
    (MEMBER, "neighbor NODES activate", "% Peergroups are automatically activated when parameters are configured"),
    (MEMBER, "no neighbor X peer-group", "% Peer-group X is not present, but will go ahead and delete"),
    (MEMBER, "neighbor NODES local-as 65000", "% Cannot have local-as same as BGP AS number"),
]


@pytest.mark.parametrize(("before", "line", "answer"), REFUSED, ids=[f"{line} {len(b)}" for b, line, _ in REFUSED])
def test_a_refusal_changes_nothing(editor: Made, before: tuple[str, ...], line: str, answer: str) -> None:
    here = editor(*before)
    running = here.running()
    assert here.type(*FAMILY, line) == [answer]
    assert here.running() == running


INBOUND = ("prefix-list x in", "route-map x in", "description d", "timers 5 15", "default-originate", "shutdown")


@pytest.mark.parametrize("line", INBOUND)
def test_a_member_can_have_attributes_other_than_outbound_policy(editor: Made, line: str) -> None:
    here = editor(*MEMBER)
    assert here.type(*FAMILY, f"neighbor 10.0.0.1 {line}") == []
    assert f"neighbor 10.0.0.1 {line}" in family(here)


def test_a_new_member_loses_its_own_outbound_policy_and_as(editor: Made) -> None:
    own = ("remote-as 65009", "prefix-list a in", "prefix-list b out", "route-map c out", "next-hop-self")
    here = editor(*GROUP, *(f"neighbor 10.0.0.1 {line}" for line in own), "neighbor 10.0.0.1 peer-group NODES")
    assert family(here)[2:] == [
        *("neighbor 10.0.0.1 peer-group NODES", "neighbor 10.0.0.1 activate", "neighbor 10.0.0.1 prefix-list a in")
    ]


def test_the_only_member_can_change_from_external_to_internal(editor: Made) -> None:
    assert family(editor(*WITHOUT_AS, "neighbor 10.0.0.1 remote-as 65000"))[1] == "neighbor 10.0.0.1 remote-as 65000"


def test_no_membership_removes_a_neighbor_whose_as_was_the_groups(editor: Made) -> None:
    here = editor(*MEMBER, "no neighbor 10.0.0.1 peer-group NODES")
    assert family(here) == GROUP_LINES


def test_no_membership_leaves_a_neighbor_with_an_as_of_its_own(editor: Made) -> None:
    here = editor(*WITHOUT_AS, "no neighbor 10.0.0.1 peer-group")
    assert family(here)[1:] == ["neighbor 10.0.0.1 remote-as 65001", "neighbor 10.0.0.1 activate"]


def test_a_removed_group_removes_its_members_and_ranges(editor: Made) -> None:
    here = editor(*MEMBER, "bgp listen range 10.0.9.0/24 peer-group NODES", "no neighbor NODES peer-group")
    assert family(here) == []


def test_a_removed_group_keeps_members_with_an_as(editor: Made) -> None:
    here = editor(*WITHOUT_AS, "no neighbor NODES peer-group")
    assert family(here) == ["neighbor 10.0.0.1 remote-as 65001", "neighbor 10.0.0.1 activate"]


def test_the_removal_of_a_groups_as_removes_its_members(editor: Made) -> None:
    here = editor(*MEMBER, "no neighbor NODES remote-as 65001")
    assert family(here) == ["neighbor NODES peer-group"]


def test_a_groups_as_replaces_the_members(editor: Made) -> None:
    here = editor(*WITHOUT_AS, "neighbor NODES remote-as 65002 alternate-as 65003 65004")
    assert family(here) == [
        *("neighbor NODES peer-group", "neighbor NODES remote-as 65002 alternate-as 65003 65004"),
        *("neighbor 10.0.0.1 peer-group NODES", "neighbor 10.0.0.1 activate"),
    ]


def test_no_neighbor_ends_a_membership(editor: Made) -> None:
    assert family(editor(*MEMBER, "no neighbor 10.0.0.1")) == GROUP_LINES


def test_each_vrf_and_the_process_have_groups_of_their_own(editor: Made) -> None:
    here = editor(*GROUP, "exit", "neighbor NODES peer-group", "neighbor NODES remote-as 65009")
    assert family(here) == GROUP_LINES
    assert " neighbor NODES remote-as 65009" in here.block("router bgp 65000")


GLOBAL = ("router bgp 65000", "neighbor NODES peer-group", "neighbor NODES remote-as 65001")


def test_a_global_groups_policy_moves_to_its_family(editor: Made) -> None:
    here = editor(*GLOBAL, "neighbor NODES prefix-list none out", "neighbor 10.0.0.1 peer-group NODES")
    here.type("router bgp 65000", "address-family ipv4")
    assert here.block("router bgp 65000")[2:] == [
        " neighbor NODES peer-group",
        " neighbor NODES remote-as 65001",
        " neighbor 10.0.0.1 peer-group NODES",
        " !",
        " address-family ipv4",
        "  neighbor NODES prefix-list none out",
        "  neighbor 10.0.0.1 activate",
        " exit-address-family",
    ]


def test_a_group_is_not_created_in_a_global_family(editor: Made) -> None:
    here = editor(*GLOBAL, "address-family vpnv4")
    lines = ("neighbor X peer-group", "neighbor NODES remote-as 65002")
    answers = here.type("router bgp 65000", "address-family vpnv4", *lines)
    assert answers == ["% General session commands not allowed under the address family"] * 2


def test_a_group_is_removed_from_every_global_family(editor: Made) -> None:
    here = editor(*GLOBAL, "address-family vpnv4", "neighbor NODES send-community both", "exit")
    here.type("router bgp 65000", "no neighbor NODES peer-group")
    assert here.block("router bgp 65000")[2:] == [" !", " address-family vpnv4", " exit-address-family"]


def test_existing_policy_moves_to_a_family_without_the_ipv4_default(editor: Made) -> None:
    here = editor(*GLOBAL, "neighbor NODES prefix-list none out", "no bgp default ipv4-unicast")
    assert here.block("router bgp 65000")[2:] == [
        " no bgp default ipv4-unicast",
        " neighbor NODES peer-group",
        " neighbor NODES remote-as 65001",
        " !",
        " address-family ipv4",
        "  neighbor NODES prefix-list none out",
        " exit-address-family",
    ]
