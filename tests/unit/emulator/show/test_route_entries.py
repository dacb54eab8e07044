"""The text of `show ip route` with an address or a prefix."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network
from typing import Any

import pytest

from emulator.config.model import Config
from emulator.dataplane.state import Path, Route
from emulator.show.ip_route_entry import entry_lines

VRF = "k8s-calico"
NODES = tuple((f"10.0.0.{number}", "GigabitEthernet2") for number in (13, 1))
ROUTES = (
    Route("10.0.1.0/24", "C", ((None, "GigabitEthernet3"),), None, 0),
    Route("10.0.1.254/32", "L", ((None, "GigabitEthernet3"),), None, 0),
    Route("10.0.0.0/24", "B", ((None, "GigabitEthernet2"),), "k8s-metallb", 65),
    Route("10.100.0.0/32", "B", NODES, None, 554),
    Route("172.16.0.0/16", "S", (("10.0.1.100", None),), None, 0),
    Route("172.17.0.0/16", "S", ((None, "Null0"),), None, 0, 200),
    Route("192.168.116.0/26", "B", (("10.0.0.1", None),), "k8s-metallb", 2742),
)
PATHS = (
    Path("10.100.0.0/32", "10.0.0.13", (65002, 65003), "i", True, False, None),
    Path("192.168.116.0/26", "10.0.0.1", (65001,), "i", True, False, "k8s-metallb"),
)


@pytest.fixture
def shown(editor: Callable[..., Any], seed: str) -> Callable[..., str]:
    config: Config = editor(*seed.splitlines()).context.config

    def lines(selected: str, routes: Sequence[Route] = ROUTES) -> str:
        return "\n".join(entry_lines(config, VRF, routes, PATHS, IPv4Network(selected), "/" in selected))

    return lines


CONNECTED = """\
Routing entry for 10.0.1.0/24
  Known via "connected", distance 0, metric 0 (connected, via interface)
  Redistributing via bgp 65000
  Advertised by bgp 65000
  Routing Descriptor Blocks:
  * directly connected, via GigabitEthernet3
      Route metric is 0, traffic share count is 1"""
OWN = """\
Routing entry for 10.0.1.254/32
  Known via "connected", distance 0, metric 0 (connected)
  Routing Descriptor Blocks:
  * directly connected, via GigabitEthernet3
      Route metric is 0, traffic share count is 1"""
LEARNED = """\
Routing entry for 10.100.0.0/32
  Known via "bgp 65000", distance 20, metric 0
  Tag 65002, type external
  Last update from 10.0.0.13 00:09:14 ago
  Routing Descriptor Blocks:
  * 10.0.0.13, from 10.0.0.13, 00:09:14 ago
      Route metric is 0, traffic share count is 1
      AS Hops 2
      Route tag 65002
      MPLS label: none
    10.0.0.1, from 10.0.0.1, 00:09:14 ago
      Route metric is 0, traffic share count is 1
      AS Hops 2
      Route tag 65002
      MPLS label: none"""
LEAKED = """\
Routing entry for 192.168.116.0/26
  Known via "bgp 65000", distance 20, metric 0
  Tag 65001, type external
  Last update from 10.0.0.1 00:45:42 ago
  Routing Descriptor Blocks:
  * 10.0.0.1 (k8s-metallb), from 10.0.0.1, 00:45:42 ago
      Route metric is 0, traffic share count is 1
      AS Hops 1
      Route tag 65001
      MPLS label: none"""
STATIC = """\
Routing entry for 172.16.0.0/16
  Known via "static", distance 1, metric 0
  Routing Descriptor Blocks:
  * 10.0.1.100
      Route metric is 0, traffic share count is 1"""
DISCARDED = """\
Routing entry for 172.17.0.0/16
  Known via "static", distance 200, metric 0 (connected)
  Routing Descriptor Blocks:
  * directly connected, via Null0
      Route metric is 0, traffic share count is 1"""
SUBNETS = """\
Routing entry for 10.0.0.0/8, 4 known subnets
  Attached (2 connections)
  Variably subnetted with 2 masks
B        10.0.0.0/24 is directly connected, 00:01:05, GigabitEthernet2
C        10.0.1.0/24 is directly connected, GigabitEthernet3
L        10.0.1.254/32 is directly connected, GigabitEthernet3
B        10.100.0.0/32 [20/0] via 10.0.0.13, 00:09:14
                       [20/0] via 10.0.0.1, 00:09:14"""


@pytest.mark.parametrize(
    ("selected", "text"),
    [
        ("10.0.1.7", CONNECTED),
        ("10.0.1.0/24", CONNECTED),
        ("10.0.1.254", OWN),
        ("10.100.0.0", LEARNED),
        ("192.168.116.9", LEAKED),
        ("172.16.3.4", STATIC),
        ("172.16.0.0", STATIC),
        ("172.17.0.0/16", DISCARDED),
        ("10.0.0.0", SUBNETS),
        ("10.9.0.1", "% Subnet not in table"),
        ("10.0.1.0/25", "% Subnet not in table"),
        ("11.0.0.1", "% Network not in table"),
    ],
)
def test_the_entry_is_the_longest_that_covers_the_address(shown: Callable[..., str], selected: str, text: str) -> None:
    assert shown(selected) == text


def test_the_default_route_covers_everything(shown: Callable[..., str]) -> None:
    default = Route("0.0.0.0/0", "S", (("10.0.1.100", "GigabitEthernet3"),), None, 0)
    assert shown("8.8.8.8", (*ROUTES, default)).split("\n") == [
        "Routing entry for 0.0.0.0/0, supernet",
        '  Known via "static", distance 1, metric 0, candidate default path',
        "  Routing Descriptor Blocks:",
        "  * 10.0.1.100, via GigabitEthernet3",
        "      Route metric is 0, traffic share count is 1",
    ]


def test_at_the_prompt_a_vrf_is_named_above(start: Callable[..., Any], seed: str) -> None:
    shell = start(startup=seed).login()
    assert shell.run("show ip route vrf k8s-metallb 10.0.0.254").split("\n")[:3] == [
        "",
        "Routing Table: k8s-metallb",
        "Routing entry for 10.0.0.254/32",
    ]
    assert shell.run("show ip route 10.0.0.254 255.255.255.255") == "% Network not in table"
    shell.close()
