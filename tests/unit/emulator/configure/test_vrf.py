"""VRFs: texts and side effects."""

from collections.abc import Callable
from typing import Any

Made = Callable[..., Any]
RED = ("ip vrf red", "rd 65000:100")
ON_GI2 = (*RED, "interface GigabitEthernet2", "ip vrf forwarding red", "ip address 10.0.0.254 255.255.255.0")


def test_a_duplicate_rd_is_refused(editor: Made) -> None:
    here = editor("ip vrf CUST_A", "rd 65000:100", "ip vrf CUST_B")
    assert here.type("ip vrf CUST_B", "rd 65000:100") == ["% RD 65000:100 already in use by VRF CUST_A"]
    assert here.block("ip vrf CUST_B") == ["ip vrf CUST_B"]


def test_the_same_rd_again_is_silent(editor: Made) -> None:
    assert editor(*RED).type(*RED) == []


def test_another_rd_over_the_old_one_is_refused(editor: Made) -> None:
    here = editor(*RED)
    assert len(here.type("ip vrf red", "rd 65000:7")) == 1
    assert " rd 65000:100" in here.running()


def test_a_vrf_on_an_interface_removes_its_address(editor: Made) -> None:
    here = editor(*RED, "interface Gi2", "ip address 10.0.0.254 255.255.255.0")
    answer = "% Interface GigabitEthernet2 IPv4 disabled and address(es) removed due to disabling VRF red"
    assert here.type("interface Gi2", "ip vrf forwarding red") == [answer]
    assert here.block("interface GigabitEthernet2")[1:3] == [" ip vrf forwarding red", " no ip address"]


def test_a_vrf_on_an_interface_without_an_address_is_silent(editor: Made) -> None:
    assert editor(*RED).type("interface Gi2", "ip vrf forwarding red") == []


def test_the_same_vrf_again_is_silent_and_keeps_the_address(editor: Made) -> None:
    here = editor(*ON_GI2)
    assert here.type("interface Gi2", "ip vrf forwarding red") == []
    assert " ip address 10.0.0.254 255.255.255.0" in here.block("interface GigabitEthernet2")


def test_removing_the_vrf_removes_the_address(editor: Made) -> None:
    here = editor(*ON_GI2)
    answer = "% Interface GigabitEthernet2 IPv4 disabled and address(es) removed due to disabling VRF red"
    assert here.type("interface Gi2", "no ip vrf forwarding") == [answer]


def test_an_unknown_vrf_on_an_interface_is_refused(editor: Made) -> None:
    assert editor().type("interface Gi2", "ip vrf forwarding NOPE") == ["% VRF NOPE not configured."]


def test_the_wrong_dialect_on_an_interface_is_refused(editor: Made) -> None:
    old = editor("ip vrf X").type("interface Gi2", "vrf forwarding X")
    new = editor("vrf definition X").type("interface Gi2", "ip vrf forwarding X")
    assert old == ["% Use 'ip vrf forwarding' command for VRF 'X'"]
    assert new == ["% Use 'vrf forwarding' command for VRF 'X'"]


def test_an_address_needs_the_vrfs_family(editor: Made) -> None:
    here = editor("vrf definition X", "interface Gi2", "vrf forwarding X")
    address = ("interface Gi2", "ip address 10.0.0.1 255.255.255.0")
    assert here.type(*address) == ["% GigabitEthernet2 is linked to a VRF. Enable IPv4 on that VRF first."]
    assert here.type("vrf definition X", "address-family ipv4", *address) == []


def test_a_removed_vrf_removes_membership_addresses_family_and_routes(editor: Made) -> None:
    here = editor(
        *ON_GI2, "router bgp 65000", "address-family ipv4 vrf red", "ip route vrf red 1.0.0.0 255.0.0.0 10.0.0.1"
    )
    assert here.type("no ip vrf red") == ["% IPv4 addresses from all interfaces in VRF red have been removed"]
    assert here.block("interface GigabitEthernet2")[1] == " no ip address"
    assert [line for line in here.running() if " red" in line] == []
    assert "router bgp 65000" in here.running()


def test_a_vrf_definition_is_reported_per_family_ipv6_first(editor: Made) -> None:
    here = editor("vrf definition X", "rd 1:1", "address-family ipv4", "exit-address-family", "address-family ipv6")
    assert here.type("no vrf definition X") == [
        "% ipv6 addresses from all interfaces in VRF X have been removed\n"
        "% ipv4 addresses from all interfaces in VRF X have been removed"
    ]


def test_an_rd_is_refused_during_its_deletion(editor: Made) -> None:
    here = editor(*RED)
    here.context.teardown.seconds = 30
    here.type("no ip vrf red")
    assert here.type("ip vrf red") == ["% Deletion of RD in progress; wait for it to complete"]
    assert here.type("ip vrf blue", "rd 65000:100") == ["% Deletion of RD in progress; wait for it to complete"]
    here.context.teardown.until.clear()
    assert here.type(*RED) == []


def test_no_rd_removes_the_bgp_family(editor: Made) -> None:
    here = editor(*RED, "router bgp 1", "address-family ipv4 vrf red", "neighbor 10.0.0.1 remote-as 2")
    here.type("ip vrf red", "no rd 65000:100")
    assert here.block("ip vrf red") == ["ip vrf red"]
    assert " address-family ipv4 vrf red" not in here.running()


def test_both_is_an_export_and_an_import(editor: Made) -> None:
    here = editor("ip vrf a", "description x", "rd 1:1", "route-target both 1:2")
    assert here.block("ip vrf a") == [
        "ip vrf a",
        " description x",
        " rd 1:1",
        " route-target export 1:2",
        " route-target import 1:2",
    ]


def test_a_vrf_definition_is_printed_with_its_family(editor: Made) -> None:
    here = editor("vrf definition test_17", "rd 2:100", "address-family ipv4", "route-target import 2:1")
    at = here.running().index("vrf definition test_17")
    assert here.running()[at : at + 7] == [
        "vrf definition test_17",
        " rd 2:100",
        " !",
        " address-family ipv4",
        "  route-target import 2:1",
        " exit-address-family",
        "!",
    ]
