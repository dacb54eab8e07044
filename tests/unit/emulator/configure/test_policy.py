"""Prefix lists, static routes, interfaces: texts and printed form."""

from collections.abc import Callable
from typing import Any

import pytest

Made = Callable[..., Any]


def lists(here: Any) -> list[str]:
    return [line for line in here.running() if line.startswith("ip prefix-list")]


def test_entries_without_a_number_get_one_in_steps_of_five(editor: Made) -> None:
    here = editor("ip prefix-list a permit 10.0.0.0/8", "ip prefix-list a deny 0.0.0.0/0 le 32")
    assert lists(here) == ["ip prefix-list a seq 5 permit 10.0.0.0/8", "ip prefix-list a seq 10 deny 0.0.0.0/0 le 32"]


def test_the_same_entry_under_another_number_is_refused(editor: Made) -> None:
    here = editor("ip prefix-list fooadd seq 10 permit 10.0.0.0/8", "ip prefix-list fooadd seq 20 permit 11.0.0.0/8")
    assert here.type("ip prefix-list fooadd seq 30 permit 10.0.0.0/8") == [
        "%Insertion failed - prefix-list entry exists:\n"
        "ip prefix-list fooadd: 2 entries\n   seq 10 permit 10.0.0.0/8\n   seq 20 permit 11.0.0.0/8"
    ]


def test_another_entry_under_the_same_number_is_refused(editor: Made) -> None:
    here = editor("ip prefix-list a seq 5 permit 10.0.0.0/8")
    answers = here.type("ip prefix-list a seq 5 permit 11.0.0.0/8")
    assert answers[0].startswith("%Insertion failed - seq # exists:\n")
    assert lists(here) == ["ip prefix-list a seq 5 permit 10.0.0.0/8"]


@pytest.mark.parametrize("rule", ["1.2.3.0/24 ge 24", "1.2.3.0/24 le 24", "1.2.3.0/24 ge 30 le 28"])
def test_an_impossible_range_is_refused(editor: Made, rule: str) -> None:
    answer = "% Invalid prefix range for 1.2.3.0/24, make sure: len < ge-value <= le-value"
    assert editor().type(f"ip prefix-list a permit {rule}") == [answer]


def test_a_number_alone_does_not_name_an_entry(editor: Made) -> None:
    assert editor("ip prefix-list a seq 5 permit 10.0.0.0/8").type("no ip prefix-list a seq 5") == [
        "% Incomplete command.\n"
    ]


def test_the_last_entry_removes_the_list(editor: Made) -> None:
    here = editor("ip prefix-list a seq 5 permit 10.0.0.0/8")
    assert here.type("no ip prefix-list a seq 5 permit 10.0.0.0/8") == []
    assert lists(here) == []


def test_entries_can_be_printed_without_their_numbers(editor: Made) -> None:
    typed = [
        "ip prefix-list b seq 7 permit 11.0.0.0/8",
        "ip prefix-list b seq 3 permit 10.0.0.0/8",
        "ip prefix-list a deny 0.0.0.0/0",
    ]
    here = editor(*typed, "no ip prefix-list sequence-number")
    shown = [
        "ip prefix-list a deny 0.0.0.0/0",
        "!",
        "ip prefix-list b permit 10.0.0.0/8",
        "ip prefix-list b permit 11.0.0.0/8",
    ]
    assert here.block("no ip prefix-list sequence-number") == ["no ip prefix-list sequence-number"]
    running = here.running()
    at = running.index("no ip prefix-list sequence-number")
    assert running[at + 1 : at + 6] == ["!", *shown]
    assert sorted(here.context.config.prefix_lists["b"].entries) == [3, 7]
    assert here.type("ip prefix-list b permit 12.0.0.0/8", "ip prefix-list sequence-number") == []
    assert lists(here) == [
        "ip prefix-list a seq 5 deny 0.0.0.0/0",
        "ip prefix-list b seq 3 permit 10.0.0.0/8",
        "ip prefix-list b seq 7 permit 11.0.0.0/8",
        "ip prefix-list b seq 10 permit 12.0.0.0/8",
    ]


def test_a_configuration_without_numbers_is_read_again_as_it_was(editor: Made) -> None:
    here = editor(
        "no ip prefix-list sequence-number", "ip prefix-list b permit 11.0.0.0/8", "ip prefix-list b permit 10.0.0.0/8"
    )
    assert editor(*here.running()).running() == here.running()


@pytest.mark.parametrize("name", ["s", "seq", "sequence", "sequence-numbers"])
def test_a_list_may_have_a_name_that_abbreviates_the_word(editor: Made, name: str) -> None:
    here = editor(f"ip prefix-list {name} permit 10.0.0.0/8")
    assert lists(here) == [f"ip prefix-list {name} seq 5 permit 10.0.0.0/8"]
    assert here.type(f"no ip prefix-list {name}") == []
    assert lists(here) == []


def test_an_overlap_in_the_same_vrf_is_refused(editor: Made) -> None:
    here = editor("interface Gi2", "ip address 192.168.1.1 255.255.255.0", "interface Gi3")
    answers = here.type("interface Gi3", "ip address 192.168.1.2 255.255.255.0")
    assert answers == ["% 192.168.1.0 overlaps with GigabitEthernet2"]


def test_an_overlap_across_vrfs_is_none(editor: Made) -> None:
    here = editor(
        "ip vrf a", "interface Gi2", "ip address 192.168.1.1 255.255.255.0", "interface Gi3", "ip vrf forwarding a"
    )
    assert here.type("interface Gi3", "ip address 192.168.1.2 255.255.255.0") == []


def test_a_physical_port_cannot_be_removed(editor: Made) -> None:
    assert editor().type("no interface Gi2") == ["% Removal of physical interfaces is not permitted"]


def test_a_mask_with_holes_is_refused(editor: Made) -> None:
    answers = editor().type("interface Gi2", "ip address 10.0.0.1 255.0.255.0")
    assert answers == ["Bad mask 0xFF00FF00 for address 10.0.0.1"]


def test_a_port_is_printed_with_what_the_platform_adds(editor: Made) -> None:
    here = editor("interface gi 2", "ip address 10.0.0.254 255.255.255.0", "no shutdown", "description to the nodes")
    assert here.block("interface GigabitEthernet2") == [
        "interface GigabitEthernet2",
        " description to the nodes",
        " ip address 10.0.0.254 255.255.255.0",
        " negotiation auto",
        " no mop enabled",
        " no mop sysid",
    ]


def test_loopbacks_come_first_in_numeric_order(editor: Made) -> None:
    here = editor("interface lo10", "interface lo2", "interface Gi4.10", "encapsulation dot1q 10")
    names = [line.split()[1] for line in here.running() if line.startswith("interface")]
    ports = [f"GigabitEthernet{number}" for number in ("1", "2", "3", "4", "4.10")]
    assert names == ["Loopback2", "Loopback10", *ports]


def test_a_route_into_an_unknown_vrf_is_refused(editor: Made) -> None:
    answers = editor().type("ip route vrf foo 1.0.0.0 255.0.0.0 10.0.0.1")
    assert answers == ["% IP  routing table foo does not exist"]


def test_global_lines_are_accepted_in_a_submode(editor: Made) -> None:
    here = editor("interface Gi2", "ip vrf red", "rd 1:1", "router bgp 1", "hostname x")
    assert "hostname x" in here.running()
    assert here.block("ip vrf red") == ["ip vrf red", " rd 1:1"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("gi2 10.0.0.1 200 name far", "GigabitEthernet2 10.0.0.1 200 name far"),
        ("null 0", "Null0"),
        ("10.0.0.1 permanent", "10.0.0.1 permanent"),
        ("10.0.0.1 5 tag 7 track 1", "10.0.0.1 5 tag 7 track 1"),
    ],
)
def test_a_static_route_is_printed_in_full_and_removed_as_typed(editor: Made, typed: str, printed: str) -> None:
    here = editor(f"ip route 10.9.0.0 255.255.0.0 {typed}")
    assert f"ip route 10.9.0.0 255.255.0.0 {printed}" in here.running()
    assert here.type(f"no ip route 10.9.0.0 255.255.0.0 {typed}") == []
    assert [line for line in here.running() if line.startswith("ip route")] == []


def test_a_static_route_is_removed_by_its_hop_alone(editor: Made) -> None:
    here = editor("ip route 10.9.0.0 255.255.0.0 10.0.0.1 200", "ip route 10.9.0.0 255.255.0.0 10.0.0.12")
    assert here.type("no ip route 10.9.0.0 255.255.0.0 10.0.0.1") == []
    assert "ip route 10.9.0.0 255.255.0.0 10.0.0.12" in here.running()


@pytest.mark.parametrize(("way", "column"), [("nonsense", 30), ("999.1.1.1", 39), ("10.0.0.1 256", 39), ("gi2 x", 34)])
def test_an_invalid_static_route_is_refused_at_its_first_wrong_word(editor: Made, way: str, column: int) -> None:
    answers = editor().type(f"ip route 10.9.0.0 255.255.0.0 {way}")
    assert answers == [" " * column + "^\n% Invalid input detected at '^' marker.\n"]


def test_all_static_routes_of_a_prefix_are_removed_without_a_hop(editor: Made) -> None:
    here = editor(*(f"ip route 10.9.0.0 255.255.0.0 10.0.0.{number}" for number in (1, 2)))
    assert here.type("no ip route 10.9.0.0 255.255.0.0") == []
    assert [line for line in here.running() if line.startswith("ip route")] == []
    assert here.type("no ip route 10.9.0.0 255.255.0.0") == ["%No matching route to delete"]


def test_a_static_route_needs_a_hop(editor: Made) -> None:
    assert editor().type("ip route 10.9.0.0 255.255.0.0") == ["% Incomplete command.\n"]
