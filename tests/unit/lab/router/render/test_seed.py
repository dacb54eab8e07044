"""The seed's configuration, typed in, comes out as the seed lists it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ADDED_BY_THE_PLATFORM = (" negotiation auto", " no mop enabled", " no mop sysid", " shutdown")
UNTOUCHED = ("interface GigabitEthernet1", "interface GigabitEthernet4")


def listed(running: list[str]) -> str:
    """The blocks that the seed shows, without what every router has."""
    blocks = [block.split("\n") for block in "\n".join(running).split("\n!\n")]
    shown = [block for block in blocks if block[0].startswith(("ip vrf", "interface", "router", "ip prefix"))]
    kept = [
        [line for line in block if line not in ADDED_BY_THE_PLATFORM] for block in shown if block[0] not in UNTOUCHED
    ]
    return "\n!\n".join("\n".join(block) for block in kept) + "\n"


def blocks_of(seed: str) -> list[str]:
    return [block.strip("\n") for block in seed.split("\n!\n")]


def test_the_seed_comes_out_as_listed(desk: Callable[..., Any], seed: str) -> None:
    here = desk()
    assert here.type(*seed.splitlines()) == []
    assert listed(here.running()) == seed


def test_the_interface_missing_in_the_seeds_listing_fits_in(desk: Callable[..., Any], seed: str) -> None:
    loopback = ["interface Loopback1", " ip vrf forwarding k8s-metallb", " ip address 1.1.1.1 255.255.255.255"]
    here = desk(*seed.splitlines(), *loopback)
    assert listed(here.running()) == seed.replace(
        "interface Loopback2", "\n".join([*loopback, "!", "interface Loopback2"])
    )


def test_typed_twice_nothing_changes(desk: Callable[..., Any], seed: str) -> None:
    here = desk(*seed.splitlines())
    before = here.running()
    assert here.type(*seed.splitlines()) == []
    assert here.running() == before


ORDER = ("ip vrf", "interface", "router", "ip prefix-list")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_of_typing_does_not_matter(desk: Callable[..., Any], seed: str, data: st.DataObject) -> None:
    blocks = blocks_of(seed)
    vrfs, rest = [b for b in blocks if b.startswith("ip vrf")], [b for b in blocks if not b.startswith("ip vrf")]
    shuffled = [*data.draw(st.permutations(vrfs)), *data.draw(st.permutations(rest))]
    here = desk()
    assert here.type(*"\n".join(shuffled).splitlines()) == []
    assert listed(here.running()) == seed


def negations(lines: list[str]) -> list[list[str]]:
    """For each line, last first, how it is taken back: the sections above it, then `no` and the line."""
    found, above = [], list[str]()
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if line.strip() not in ("!", "exit-address-family", ""):
            above = [*above[:depth], line.strip()]
            found.append([*above[:-1], f"no {above[-1]}"])
    return found[::-1]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(0, 71))
def test_every_beginning_can_be_taken_back_line_by_line(desk: Callable[..., Any], seed: str, count: int) -> None:
    here = desk()
    before, lines = here.running(), seed.splitlines()[:count]
    here.type(*lines)
    refused = [said for taken in negations(lines) for said in here.type(*taken)]
    assert here.running() == before
    expected = ("% Removal of physical", "% IPv4 addresses", "% Specify remote-as", "% Interface")
    assert [said for said in refused if not said.startswith(expected)] == []


def test_route_targets_are_printed_in_an_order_that_is_neither_sorted_nor_typed(desk: Callable[..., Any]) -> None:
    here = desk("ip vrf a", "rd 1:1", *(f"route-target import 2:{number}" for number in (100, 101, 104, 105)))
    assert here.block("ip vrf a")[2:] == [f" route-target import 2:{number}" for number in (104, 105, 100, 101)]


@pytest.mark.parametrize("typed", [("65000:1", "65000:2"), ("65000:2", "65000:1")])
def test_the_seeds_order_of_imports_whatever_was_typed(desk: Callable[..., Any], typed: tuple[str, str]) -> None:
    here = desk("ip vrf a", *(f"route-target import {target}" for target in typed))
    assert here.block("ip vrf a")[1:] == [" route-target import 65000:2", " route-target import 65000:1"]
