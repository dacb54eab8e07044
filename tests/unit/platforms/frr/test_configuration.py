"""What FRR 8.4.4 prints, by modes."""

from ipaddress import IPv4Interface
from pathlib import Path

import pytest

from errors import PlanError
from platforms.frr.configuration import LINKS, Link, parse

PRINTED = Path(__file__).with_name("printed.txt").read_text()
CALICO = "router bgp 65000 vrf k8s-calico"


def test_each_line_is_in_its_mode() -> None:
    tree = parse(PRINTED)
    assert tree.lines(("interface eth1",)) == ("ip address 10.0.0.254/24",)
    assert tree.lines(("router bgp 65000",)) == ("bgp router-id 1.0.0.0",)
    assert tree.lines((CALICO, "address-family ipv4 unicast"))[:2] == (
        "redistribute connected",
        "neighbor 10.0.0.1 prefix-list deny-all-routes out",
    )
    assert tree.lines()[-1] == "ip prefix-list deny-all-routes seq 5 deny 0.0.0.0/0 le 32"


def test_a_mode_without_lines_is_there() -> None:
    assert ("router bgp 65000 vrf empty",) in parse(PRINTED).modes


def test_the_outermost_modes_are_found_by_their_beginning() -> None:
    assert parse(PRINTED).heads("router bgp ") == ["router bgp 65000", CALICO, "router bgp 65000 vrf empty"]


def test_targets_for_both_directions_are_two_lines() -> None:
    tree = parse(
        "router bgp 1 vrf a\n !\n address-family ipv4 unicast\n  rt vpn both 1:1 1:2\n exit-address-family\nexit\n"
    )
    assert tree.lines(("router bgp 1 vrf a", "address-family ipv4 unicast")) == (
        "rt vpn import 1:1 1:2",
        "rt vpn export 1:1 1:2",
    )


def test_the_datacenter_profile_does_not_print_that_it_requires_no_policy() -> None:
    lines = ["frr defaults datacenter", "router bgp 1 vrf a", " bgp router-id 1.1.1.1", "exit"]
    assert "no bgp ebgp-requires-policy" in parse("\n".join(lines)).lines(("router bgp 1 vrf a",))
    assert "no bgp ebgp-requires-policy" not in parse("\n".join(lines[1:])).lines(("router bgp 1 vrf a",))


def test_the_kernels_interfaces_with_their_vrfs() -> None:
    links = (
        '[{"ifname":"k8s-calico","linkinfo":{"info_kind":"vrf"},"addr_info":[]},'
        '{"ifname":"eth2","master":"k8s-calico","linkinfo":{"info_slave_kind":"vrf"},'
        '"addr_info":[{"family":"inet","local":"10.0.1.254","prefixlen":24},{"family":"inet6","local":"fe80::1"}]}]'
    )
    assert parse(f"{PRINTED}{LINKS}{links}\n").links == {
        "k8s-calico": Link("vrf"),
        "eth2": Link("", "k8s-calico", (IPv4Interface("10.0.1.254/24"),)),
    }


def test_without_them_they_are_unknown() -> None:
    assert parse(PRINTED).links is None


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '[{"linkinfo":1}]', '[{"ifname":"a","addr_info":[{"family":"inet"}]}]']
)
def test_interfaces_that_cannot_be_read_are_one_error(text: str) -> None:
    with pytest.raises(PlanError, match="its interfaces are not understood"):
        parse(f"{LINKS}{text}")
