"""`show interfaces`, `show ip interface`, `show vrf detail`, parsed by ntc-templates."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ntc_templates.parse import parse_output  # type: ignore[import-untyped]


@pytest.fixture
def cli(start: Callable[..., Any], seed: str) -> Iterator[Any]:
    shell = start(startup="hostname csr1000v\n" + seed).login()
    yield shell
    shell.close()


def test_interfaces_have_state_and_address(cli: Any) -> None:
    rows = parse_output("cisco_ios", "show interfaces", cli.run("show interfaces"))
    found = {row["interface"]: (row["link_status"], row["ip_address"], row["prefix_length"]) for row in rows}
    assert found["GigabitEthernet2"] == ("up", "10.0.0.254", "24")
    assert found["GigabitEthernet4"] == ("administratively down", "", "")


def test_ip_interfaces_name_their_vrf(cli: Any) -> None:
    rows = parse_output("cisco_ios", "show ip interface", cli.run("show ip interface"))
    assert {row["interface"]: row["vrf"] for row in rows}["Loopback2"] == "k8s-calico"


def test_one_interface_alone(cli: Any) -> None:
    assert cli.run("show interfaces Gi2").split("\n")[0] == "GigabitEthernet2 is up, line protocol is up "


def test_a_vrf_in_detail(cli: Any) -> None:
    assert cli.run("show vrf detail k8s-calico").split("\n") == [
        "VRF k8s-calico (VRF Id = 1); default RD 65000:2; default VPNID <not set>",
        "  Old CLI format, supports IPv4 only",
        "  Flags: 0xC",
        "  Interfaces:",
        "    Gi3                      Lo2                      ",
        "Address family ipv4 unicast (Table ID = 0x1):",
        "  Flags: 0x0",
        "  Export VPN route-target communities",
        "    RT:65000:2               ",
        "  Import VPN route-target communities",
        "    RT:65000:2               RT:65000:1               ",
        "  No import route-map",
        "  No global export route-map",
        "  No export route-map",
        "  VRF label distribution protocol: not configured",
        "  VRF label allocation mode: per-prefix",
        "Address family ipv6 unicast not active",
        "Address family ipv4 multicast not active",
        "",
    ]
