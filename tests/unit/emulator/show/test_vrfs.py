"""`show ip vrf detail` and `show ip vrf interfaces`, as text."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def cli(start: Callable[..., Any], seed: str) -> Iterator[Any]:
    shell = start(startup="hostname csr1000v\n" + seed).login()
    yield shell
    shell.close()


def test_an_ip_vrf_in_detail_has_its_ipv4_family_alone(cli: Any) -> None:
    cli.run("configure terminal", "ip vrf k8s-metallb", "route-target import 65000:3", "route-target import 65000:4")
    cli.run("end")
    assert cli.run("show ip vrf detail k8s-metallb").split("\n") == [
        "VRF k8s-metallb (VRF Id = 2); default RD 65000:1; default VPNID <not set>",
        "  Old CLI format, supports IPv4 only",
        "  Flags: 0xC",
        "  Interfaces:",
        "    Gi2                      ",
        "Address family ipv4 unicast (Table ID = 0x2):",
        "  Flags: 0x0",
        "  Export VPN route-target communities",
        "    RT:65000:1               ",
        "  Import VPN route-target communities",
        "    RT:65000:2               RT:65000:3               RT:65000:1               ",
        "    RT:65000:4               ",
        "  No import route-map",
        "  No global export route-map",
        "  No export route-map",
        "  VRF label distribution protocol: not configured",
        "  VRF label allocation mode: per-prefix",
        "",
    ]


def test_every_vrf_in_detail_is_followed_by_an_empty_line(cli: Any) -> None:
    text = cli.run("show ip vrf detail")
    assert text == "\n".join(cli.run(f"show ip vrf detail {name}") for name in ("k8s-calico", "k8s-metallb"))


def test_the_interfaces_of_vrfs_are_listed_by_vrf(cli: Any) -> None:
    cli.run("configure terminal", "ip vrf a", "interface Loopback9", "ip vrf forwarding a", "shutdown", "end")
    rows = cli.run("show ip vrf interfaces").split("\n")
    assert rows == [
        "Interface              IP-Address      VRF                              Protocol",
        "Lo9                    unassigned      a                                down    ",
        "Gi3                    10.0.1.254      k8s-calico                       up      ",
        "Lo2                    1.1.1.2         k8s-calico                       up      ",
        "Gi2                    10.0.0.254      k8s-metallb                      up      ",
    ]
    assert cli.run("show ip vrf interfaces k8s-calico").split("\n") == [rows[0], *rows[2:4]]
    assert cli.run("show ip vrf interfaces nope") == "% No VRF named nope"


def test_without_vrfs_the_interfaces_are_the_heading_alone(start: Callable[..., Any]) -> None:
    shell = start(startup="").login()
    head = "Interface              IP-Address      VRF                              Protocol"
    assert shell.run("show ip vrf interfaces") == head
    shell.close()
