"""The typed configuration of the seed is printed as the seed lists it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.configure.context import Context
from emulator.configure.editor import run_line

ADDED_BY_THE_PLATFORM = (" negotiation auto", " no mop enabled", " no mop sysid", " shutdown")
UNTOUCHED = ("interface GigabitEthernet1", "interface GigabitEthernet4")


def listed(running: list[str]) -> str:
    """Return the blocks of the seed without the lines that every router prints."""
    blocks = [block.split("\n") for block in "\n".join(running).split("\n!\n")]
    shown = [block for block in blocks if block[0].startswith(("ip vrf", "interface", "router", "ip prefix"))]
    kept = [
        [line for line in block if line not in ADDED_BY_THE_PLATFORM] for block in shown if block[0] not in UNTOUCHED
    ]
    return "\n!\n".join("\n".join(block) for block in kept) + "\n"


def blocks_of(seed: str) -> list[str]:
    return [block.strip("\n") for block in seed.split("\n!\n")]


def test_the_seed_comes_out_as_listed(editor: Callable[..., Any], seed: str) -> None:
    here = editor()
    assert here.type(*seed.splitlines()) == []
    assert listed(here.running()) == seed


def test_the_interface_missing_in_the_seeds_listing_fits_in(editor: Callable[..., Any], seed: str) -> None:
    loopback = ["interface Loopback1", " ip vrf forwarding k8s-metallb", " ip address 1.1.1.1 255.255.255.255"]
    here = editor(*seed.splitlines(), *loopback)
    assert listed(here.running()) == seed.replace(
        "interface Loopback2", "\n".join([*loopback, "!", "interface Loopback2"])
    )


def test_typed_twice_nothing_changes(editor: Callable[..., Any], seed: str) -> None:
    here = editor(*seed.splitlines())
    before = here.running()
    assert here.type(*seed.splitlines()) == []
    assert here.running() == before


Block = tuple[str, list["Block"]]


def tree_of(lines: list[str]) -> list[Block]:
    """Return the lines as nested sections, without separators."""
    found: list[Block] = []
    above = [found]
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if line.strip() not in ("!", "exit-address-family", ""):
            inner: list[Block] = []
            above[depth].append((line.strip(), inner))
            above[depth + 1 :] = [inner]
    return found


def typed(context: Context, blocks: list[Block]) -> list[str]:
    """Type block after block, skip a section that was not opened, and return the answers."""
    answers = []
    for line, inner in blocks:
        answer = run_line(context, line)
        assert isinstance(answer, str), line
        answers += [answer] if answer else []
        if inner and not answer:
            answers += typed(context, inner)
            run_line(context, "exit")
    return answers


def shuffled(draw: st.DataObject, blocks: list[Block]) -> list[Block]:
    """Return the sections, and the lines within each, in another order."""
    return [(line, shuffled(draw, inner)) for line, inner in draw.draw(st.permutations(blocks))]


TOO_EARLY = (
    r"% VRF k8s-(calico|metallb) (not configured\.|does not exist|does not have an RD configured\.)",
    r"% Specify remote-as or peer-group commands first",
    r"% Interface \S+ IPv4 disabled and address\(es\) removed due to disabling VRF k8s-(calico|metallb)",
)
"""IOS's answers to a line that requires another one first, or removes another one."""


def at_most(examples: int) -> int:
    """Return at most this many examples, because typing the seed is slow."""
    return min(examples, settings().max_examples)


@settings(max_examples=at_most(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_typed_in_any_order_until_nothing_is_refused_it_is_the_seed(
    editor: Callable[..., Any], seed: str, data: st.DataObject
) -> None:
    here, blocks = editor(), shuffled(data, tree_of(seed.splitlines()))
    rounds = [typed(here.context, blocks) for _ in range(4)]
    answers = [answer for each in rounds for answer in each]
    assert [answer for answer in answers if not re.fullmatch("|".join(TOO_EARLY), answer)] == []
    assert rounds[-1] == []
    assert listed(here.running()) == seed


@settings(max_examples=at_most(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_once_the_vrfs_are_there_the_other_blocks_may_come_in_any_order(
    editor: Callable[..., Any], seed: str, data: st.DataObject
) -> None:
    blocks = tree_of(seed.splitlines())
    vrfs, rest = blocks[:2], blocks[2:]
    here = editor()
    assert typed(here.context, [*data.draw(st.permutations(vrfs)), *data.draw(st.permutations(rest))]) == []
    assert listed(here.running()) == seed


@settings(max_examples=at_most(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_typed_again_in_another_order_of_its_blocks_nothing_changes(
    editor: Callable[..., Any], seed: str, data: st.DataObject
) -> None:
    here = editor(*seed.splitlines())
    before = here.running()
    assert typed(here.context, shuffled(data, tree_of(seed.splitlines()))) == []
    assert here.running() == before


def test_a_block_after_one_that_was_not_opened_lands_one_level_up(editor: Callable[..., Any], seed: str) -> None:
    """Typing stops there, because the lines of a refused family would change the process itself."""
    blocks = seed.split("\n!\n")
    here = editor()
    assert here.type(*"\n".join([*blocks[2:], *blocks[:2]]).splitlines()) != []
    assert " bgp router-id 1.0.0.1" in here.block("router bgp 65000")


def negations(lines: list[str]) -> list[list[str]]:
    """Yield the commands that remove each line, last first: its section headers, then `no` and the line."""
    found, above = [], list[str]()
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if line.strip() not in ("!", "exit-address-family", ""):
            above = [*above[:depth], line.strip()]
            found.append([*above[:-1], f"no {above[-1]}"])
    return found[::-1]


TAKEN_BACK = (
    r"% Removal of physical interfaces is not permitted",
    r"% IPv4 addresses from all interfaces in VRF k8s-(calico|metallb) have been removed",
)
LINES = 79


@pytest.mark.parametrize("count", range(LINES + 1))
def test_every_prefix_of_the_seed_can_be_removed_line_by_line(
    editor: Callable[..., Any], seed: str, count: int
) -> None:
    here, lines = editor(), seed.splitlines()
    assert len(lines) == LINES
    before = here.running()
    here.type(*lines[:count])
    answers = [answer for taken in negations(lines[:count]) for answer in here.type(*taken)]
    assert here.running() == before
    assert [answer for answer in answers if not re.fullmatch("|".join(TAKEN_BACK), answer)] == []


def test_route_targets_are_printed_in_an_order_that_is_neither_sorted_nor_typed(
    editor: Callable[..., Any],
) -> None:
    here = editor("ip vrf a", "rd 1:1", *(f"route-target import 2:{number}" for number in (100, 101, 104, 105)))
    assert here.block("ip vrf a")[2:] == [f" route-target import 2:{number}" for number in (104, 105, 100, 101)]


@pytest.mark.parametrize("typed", [("65000:1", "65000:2"), ("65000:2", "65000:1")])
def test_imports_have_the_seeds_order_in_any_typed_order(editor: Callable[..., Any], typed: tuple[str, str]) -> None:
    here = editor("ip vrf a", *(f"route-target import {target}" for target in typed))
    assert here.block("ip vrf a")[1:] == [" route-target import 65000:2", " route-target import 65000:1"]
