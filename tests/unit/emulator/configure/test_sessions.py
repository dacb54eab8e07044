"""Limits, BFD and graceful restart: syntax, printed form, and the data plane's network."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from emulator.dataplane.state import Bfd
from emulator.network import network_of_config

Made = Callable[..., Any]
FAMILY = ("ip vrf red", "rd 1:1", "router bgp 65000", "address-family ipv4 vrf red")
NEIGHBOR = (*FAMILY, "neighbor 10.0.0.1 remote-as 65001")
BFD = "bfd interval 300 min_rx 250 multiplier 3"
INVALID = "% Invalid input detected at '^' marker."


def printed_attributes(here: Any) -> list[str]:
    """Return the neighbor's printed attributes."""
    start = "  neighbor 10.0.0.1 "
    return [line.removeprefix(start) for line in here.running() if line.startswith(start)]


def handed(here: Any) -> Any:
    """Return the neighbor of the data plane's network."""
    return network_of_config(here.context.config).families[1].neighbors[0]


def test_graceful_restart_is_printed_after_the_timers(editor: Made) -> None:
    lines = ("password x", "ha-mode graceful-restart", "timers 5 15")
    here = editor(*NEIGHBOR, *(f"neighbor 10.0.0.1 {line}" for line in lines))
    assert printed_attributes(here)[1:4] == ["timers 5 15", "ha-mode graceful-restart", "password x"]
    assert handed(here).graceful_restart is True


@pytest.mark.parametrize(
    "line", ["no neighbor 10.0.0.1 ha-mode graceful-restart", "neighbor 10.0.0.1 ha-mode graceful-restart disable"]
)
def test_graceful_restart_can_be_removed(editor: Made, line: str) -> None:
    here = editor(*NEIGHBOR, "neighbor 10.0.0.1 ha-mode graceful-restart")
    here.type(*FAMILY[2:], line)
    assert handed(here).graceful_restart is False
    assert printed_attributes(here)[1:-1] == (["ha-mode graceful-restart disable"] if "disable" in line else [])


def test_graceful_restart_belongs_to_the_session(editor: Made) -> None:
    here = editor("router bgp 1", "neighbor 10.0.0.1 remote-as 2")
    line = "neighbor 10.0.0.1 ha-mode graceful-restart"
    assert here.type("router bgp 1", "address-family ipv4", line) == [
        "% General session commands not allowed under the address family"
    ]
    assert here.type("router bgp 1", line) == []
    assert f" {line}" in here.running()


@pytest.mark.parametrize(
    ("typed", "limit", "limit_action"),
    [
        ("100", 100, "disable"),
        ("100 80", 100, "disable"),
        ("100 80 restart 5", 100, "restart"),
        ("100 restart 5", 100, "restart"),
        ("100 80 warning-only", 100, "warn"),
        ("100 warning-only", 100, "warn"),
    ],
)
def test_a_limit_is_printed_as_typed_and_is_in_the_network(
    editor: Made, typed: str, limit: int, limit_action: str
) -> None:
    here = editor(*NEIGHBOR, f"neighbor 10.0.0.1 maximum-prefix {typed}")
    assert printed_attributes(here)[-1] == f"maximum-prefix {typed}"
    assert (handed(here).maximum_prefix, handed(here).limit_action) == (limit, limit_action)
    assert here.type(*FAMILY[2:], f"no neighbor 10.0.0.1 maximum-prefix {typed}") == []
    assert handed(here).maximum_prefix is None


@pytest.mark.parametrize("typed", ["0", "100 0", "100 101", "100 restart 0", "100 80 restart 5 warning-only", "100 x"])
def test_an_impossible_limit_is_refused(editor: Made, typed: str) -> None:
    here = editor(*NEIGHBOR)
    (answer,) = here.type(*FAMILY[2:], f"neighbor 10.0.0.1 maximum-prefix {typed}")
    assert INVALID in answer


def test_each_shutdown_changes_the_generation(editor: Made) -> None:
    here = editor(*NEIGHBOR, "neighbor 10.0.0.1 maximum-prefix 1")
    generations = [handed(here).generation]
    for lines in (["description x"], ["shutdown"], ["no shutdown"], ["shutdown", "no shutdown"]):
        here.type(
            *FAMILY[2:],
            *(
                f"no neighbor 10.0.0.1 {line[3:]}" if line.startswith("no ") else f"neighbor 10.0.0.1 {line}"
                for line in lines
            ),
        )
        generations.append(handed(here).generation)
    assert [new != old for old, new in pairwise(generations)] == [False, True, False, True]


def test_a_recreated_neighbor_has_a_new_generation(editor: Made) -> None:
    here = editor(*NEIGHBOR)
    before = handed(here).generation
    here.type(*FAMILY[2:], "no neighbor 10.0.0.1", NEIGHBOR[-1])
    assert handed(here).generation != before


def interface(here: Any) -> Any:
    """Return GigabitEthernet2 of the data plane's network."""
    return next(i for i in network_of_config(here.context.config).interfaces if i.name == "GigabitEthernet2")


def test_bfd_is_printed_after_negotiation_and_stays_when_the_vrf_changes(editor: Made) -> None:
    here = editor("ip vrf red", "interface Gi2", "ip address 10.0.0.254 255.255.255.0", "no shutdown", BFD)
    assert interface(here).bfd == Bfd(300, 250, 3)
    here.type("interface Gi2", "ip vrf forwarding red", "ip address 10.0.0.254 255.255.255.0")
    assert here.block("interface GigabitEthernet2") == [
        "interface GigabitEthernet2",
        " ip vrf forwarding red",
        " ip address 10.0.0.254 255.255.255.0",
        " negotiation auto",
        f" {BFD}",
        " no mop enabled",
        " no mop sysid",
    ]


@pytest.mark.parametrize("line", [f"no {BFD}", "no bfd interval", "default bfd interval"])
def test_bfd_can_be_removed(editor: Made, line: str) -> None:
    here = editor("interface Gi2", BFD, line)
    assert (interface(here).bfd, f" {BFD}" in here.running()) == (None, False)


@pytest.mark.parametrize(
    "typed",
    [
        "49 min_rx 50 multiplier 3",
        "50 min_rx 10000 multiplier 3",
        "50 min_rx 50 multiplier 2",
        "50 min_rx 50 multiplier 51",
    ],
)
def test_an_impossible_interval_is_refused(editor: Made, typed: str) -> None:
    (answer,) = editor().type("interface Gi2", f"bfd interval {typed}")
    assert INVALID in answer


def test_a_subinterface_has_bfd_after_its_address(editor: Made) -> None:
    here = editor("interface Gi2.5", "encapsulation dot1q 5", "ip address 10.5.0.1 255.255.255.0", BFD)
    assert here.block("interface GigabitEthernet2.5")[-2:] == [" ip address 10.5.0.1 255.255.255.0", f" {BFD}"]


def test_fall_over_bfd_is_in_the_network(editor: Made) -> None:
    assert handed(editor(*NEIGHBOR)).bfd is False
    assert handed(editor(*NEIGHBOR, "neighbor 10.0.0.1 fall-over bfd")).bfd is True
