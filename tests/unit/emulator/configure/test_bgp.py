"""BGP: texts, side effects, printed order."""

from collections.abc import Callable
from typing import Any

Made = Callable[..., Any]
FAMILY = ("ip vrf red", "rd 1:1", "router bgp 65000", "address-family ipv4 vrf red")
NEIGHBOR = (*FAMILY, "neighbor 10.0.0.1 remote-as 65001")


def family(here: Any, vrf: str = "red") -> list[str]:
    lines = here.running()
    at = lines.index(f" address-family ipv4 vrf {vrf}")
    return [line.strip() for line in lines[at + 1 : lines.index(" exit-address-family", at)]]


def test_a_second_process_is_refused_and_the_mode_stays_global(editor: Made) -> None:
    here = editor("router bgp 1")
    assert here.type("router bgp 100", "hostname x") == ["BGP is already running; AS is 1"]
    assert "hostname x" in here.running()


def test_a_family_needs_the_rd_and_stays_one_level_up(editor: Made) -> None:
    here = editor("ip vrf BLUE", "router bgp 65000")
    answers = here.type("router bgp 65000", "address-family ipv4 vrf BLUE", "bgp router-id 9.9.9.9")
    assert answers == ["% VRF BLUE does not have an RD configured."]
    assert " bgp router-id 9.9.9.9" in here.block("router bgp 65000")


def test_a_neighbor_is_active_once_it_has_an_as(editor: Made) -> None:
    assert family(editor(*NEIGHBOR)) == ["neighbor 10.0.0.1 remote-as 65001", "neighbor 10.0.0.1 activate"]


def test_lines_of_a_neighbor_without_an_as_are_refused(editor: Made) -> None:
    here = editor(*FAMILY)
    answers = here.type(*FAMILY, "neighbor 10.0.0.1 update-source Loopback0", "neighbor 10.0.0.1 activate")
    assert answers == ["% Specify remote-as or peer-group commands first"] * 2


def test_a_new_as_keeps_the_other_attributes(editor: Made) -> None:
    here = editor(*NEIGHBOR, "neighbor 10.0.0.1 prefix-list deny out", "neighbor 10.0.0.1 remote-as 65009")
    assert family(here) == [
        "neighbor 10.0.0.1 remote-as 65009",
        "neighbor 10.0.0.1 activate",
        "neighbor 10.0.0.1 prefix-list deny out",
    ]


def test_no_remote_as_deletes_the_neighbor_and_the_rest_then_fails(editor: Made) -> None:
    here = editor(*NEIGHBOR, "neighbor 10.0.0.1 ebgp-multihop 32")
    answers = here.type(*FAMILY[2:], "no neighbor 10.0.0.1 remote-as 65001", "no neighbor 10.0.0.1 ebgp-multihop 32")
    assert answers == ["% Specify remote-as or peer-group commands first"]
    assert family(here) == []


def test_a_neighbors_lines_are_printed_in_one_order(editor: Made) -> None:
    wanted = [
        "remote-as 65001",
        "description to the node",
        "shutdown",
        "ebgp-multihop 32",
        "update-source Loopback2",
        "timers 5 15",
        "password secret",
        "fall-over bfd",
        "activate",
        "send-community both",
        "prefix-list a in",
        "prefix-list b out",
        "route-map m out",
        "maximum-prefix 100",
    ]
    rest = [f"neighbor 10.0.0.1 {text}" for text in reversed(wanted[1:])]
    assert family(editor(*NEIGHBOR, *rest)) == [f"neighbor 10.0.0.1 {text}" for text in wanted]


def test_a_bare_multihop_is_255(editor: Made) -> None:
    assert "neighbor 10.0.0.1 ebgp-multihop 255" in family(editor(*NEIGHBOR, "neighbor 10.0.0.1 ebgp-multihop"))


def test_neighbors_are_printed_by_number(editor: Made) -> None:
    here = editor(*FAMILY, *(f"neighbor 10.0.0.{n} remote-as 65001" for n in (13, 2, 100, 11)))
    assert [line.split()[1] for line in family(here)][::2] == ["10.0.0.2", "10.0.0.11", "10.0.0.13", "10.0.0.100"]


def test_no_activate_is_printed(editor: Made) -> None:
    assert family(editor(*NEIGHBOR, "no neighbor 10.0.0.1 activate"))[1] == "no neighbor 10.0.0.1 activate"


def test_defaults_are_not_printed(editor: Made) -> None:
    here = editor(*FAMILY, "maximum-paths 4", "maximum-paths 1")
    assert family(here) == []


def test_families_are_printed_by_name(editor: Made) -> None:
    here = editor(
        "ip vrf b",
        "rd 1:2",
        "ip vrf a",
        "rd 1:1",
        "router bgp 1",
        "address-family ipv4 vrf b",
        "address-family ipv4 vrf a",
    )
    assert here.block("router bgp 1") == [
        "router bgp 1",
        " bgp log-neighbor-changes",
        " !",
        " address-family ipv4 vrf a",
        " exit-address-family",
        " !",
        " address-family ipv4 vrf b",
        " exit-address-family",
    ]


def test_session_lines_do_not_belong_in_a_global_family(editor: Made) -> None:
    here = editor("router bgp 1", "neighbor 10.0.0.1 remote-as 2")
    answers = here.type("router bgp 1", "address-family ipv4", "neighbor 10.0.0.1 timers 1 3")
    assert answers == ["% General session commands not allowed under the address family"]


def test_the_policy_moves_to_the_global_family(editor: Made) -> None:
    here = editor(
        "router bgp 1", "neighbor 10.0.0.1 remote-as 2", "neighbor 10.0.0.1 prefix-list x out", "network 10.0.0.0"
    )
    assert here.block("router bgp 1")[2:] == [
        " network 10.0.0.0",
        " neighbor 10.0.0.1 remote-as 2",
        " neighbor 10.0.0.1 prefix-list x out",
    ]
    here.type("router bgp 1", "address-family ipv4")
    assert here.block("router bgp 1")[2:] == [
        " neighbor 10.0.0.1 remote-as 2",
        " !",
        " address-family ipv4",
        "  network 10.0.0.0",
        "  neighbor 10.0.0.1 activate",
        "  neighbor 10.0.0.1 prefix-list x out",
        " exit-address-family",
    ]


def test_a_process_is_refused_during_its_deletion(editor: Made) -> None:
    here = editor("router bgp 1")
    here.context.teardown.seconds = 30
    here.type("no router bgp 1")
    assert here.type("router bgp 1") == [
        "% Topology global::IPv4 Unicast::base is currently being deconfigured.\n"
        "% BGP context not been initialized properly."
    ]


def test_without_default_ipv4_a_policy_line_needs_a_family(editor: Made) -> None:
    here = editor("router bgp 1", "no bgp default ipv4-unicast", "neighbor 10.0.0.1 remote-as 2")
    answers = here.type("router bgp 1", "neighbor 10.0.0.1 prefix-list x out")
    assert answers == ["% Policy commands not allowed without an address family"]
    assert here.block("router bgp 1")[2:] == [" no bgp default ipv4-unicast", " neighbor 10.0.0.1 remote-as 2"]
