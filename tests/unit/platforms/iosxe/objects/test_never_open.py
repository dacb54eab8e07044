"""At every line of a plan and of its undo, wherever either breaks off, no neighbor is open without its filters.

Lines that may be sent ahead of an answer are taken into account: where one is refused, all up to the next settled line
have been typed behind it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from platforms.iosxe.object_types import BGP_VRF, PREFIX_LIST
from platforms.iosxe.tree import parse
from platforms.plan import Command, Plan
from tests.unit.platforms.iosxe.objects.closed_world import Neighbor, World
from tests.unit.platforms.iosxe.objects.test_prefix_list_round_trips import PREFIXES, lists

LISTS = ("deny-all", "other", "pods")
ADDRESSES = ("10.0.0.1", "10.0.0.2", "10.0.0.11")
HEAD = "ip vrf k8s\n rd 65000:1\n!\nrouter bgp 65000\n"
Check = Callable[[World, object], None]


@st.composite
def families(draw: st.DrawFn) -> Any:
    neighbors = {
        address: {
            "remote_as": draw(st.sampled_from([65001, 65002])),
            "prefix_list_out": draw(st.sampled_from(["deny-all", "other"])),
            **({"ebgp_multihop": 32} if draw(st.booleans()) else {}),
            **({"prefix_list_in": draw(st.sampled_from(["pods", "other"]))} if draw(st.booleans()) else {}),
        }
        for address in draw(st.sets(st.sampled_from(ADDRESSES)))
    }
    return BGP_VRF.values.model_validate({"asn": 65000, "vrf": "k8s", "rd": "65000:1", "neighbors": neighbors})


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """All filters, and neighbors of others, of ours, or half-made."""
    world = World(lists={name: {5: ("deny", "0.0.0.0/0", 0, 32)} for name in LISTS})
    for address in draw(st.sets(st.sampled_from([*ADDRESSES, "10.0.0.20"]))):
        others = draw(st.sampled_from([{}, {"ebgp-multihop": "ebgp-multihop 32"}, {"description": "description x"}]))
        world.neighbors[address] = Neighbor(
            draw(st.sampled_from(["64496", "65001", "65009"])),
            draw(st.booleans()),
            draw(st.booleans()),
            draw(st.sampled_from([None, "deny-all", "other", "missing"])),
            draw(st.sampled_from([None, None, "pods", "other", "missing"])),
            dict(others),
        )
    return world


def ways(start: World, commands: tuple[Command, ...], check: Check) -> Iterator[World]:
    """Every world the router may be left in: broken off after a line, or a line refused and others typed behind it."""
    world = start.copy()
    for place, command in enumerate(commands):
        yield world.copy()
        refused = world.copy()
        for behind in commands[place + 1 :]:
            if behind.settled:
                break
            refused.take(behind.line)
            check(refused, behind)
        yield refused
        assert world.take(command.line), command
        check(world, command)
    yield world


def watched(start: World, plan: Plan, check: Check) -> World:
    """What the plan leads to; the undo leads back from everywhere."""
    end = start
    for left in ways(start, plan.commands, check):
        end = left.copy()
        for command in plan.undo:
            left.take(command.line)
            check(left, command)
        assert left == start
    return end


def closed_but(allowed: set[str]) -> Check:
    """No neighbor is open beyond those that were open when we came."""

    def check(world: World, command: object) -> None:
        assert world.open_wide() <= allowed, command

    return check


def filtered_both_ways(came: World, wanted: Any) -> Check:
    """The same, and none that is to have an inbound filter could be told anything, beyond those that could then."""
    filtered = {str(neighbor.address) for neighbor in wanted.neighbors if neighbor.prefix_list_in}
    closed, allowed = closed_but(came.open_wide()), came.believing()

    def check(world: World, command: object) -> None:
        closed(world, command)
        assert world.believing() & filtered <= allowed, command

    return check


@settings(deadline=None)
@given(worlds(), families(), families())
def test_no_neighbor_is_ever_open_without_its_filter(world: World, first: Any, second: Any) -> None:
    previous = None
    for wanted in (first, second):
        plan = BGP_VRF.plan(parse(HEAD + world.text()), wanted, previous)
        world = watched(world, plan, filtered_both_ways(world, wanted))
        assert not world.open_wide() & {str(neighbor.address) for neighbor in wanted.neighbors}
        filtered = {str(neighbor.address) for neighbor in wanted.neighbors if neighbor.prefix_list_in}
        assert not world.believing() & filtered
        previous = wanted


@settings(deadline=None)
@given(worlds(), families())
def test_no_neighbor_is_opened_by_its_removal_or_by_what_takes_that_back(world: World, wanted: Any) -> None:
    tree = parse(HEAD + world.text())
    before = BGP_VRF.before(tree, wanted)
    came_upon = world.open_wide()
    for command in BGP_VRF.plan(tree, wanted, None, before).commands:
        world.take(command.line)
    removal = BGP_VRF.removal(parse(HEAD + world.text()), wanted, before)
    watched(world, removal, closed_but(came_upon))


@settings(deadline=None)
@given(worlds(), families())
def test_from_wherever_it_broke_off_the_next_run_finishes_a_family_it_does_not_know(world: World, wanted: Any) -> None:
    """Nothing was recorded, and nobody says `adopt`: only what the stack itself left counts as not there."""
    ours = {str(neighbor.address) for neighbor in wanted.neighbors}
    for address in ours & set(world.neighbors):
        del world.neighbors[address]
    tree = parse(HEAD + world.text())
    plan = BGP_VRF.plan(tree, wanted, None)
    for length in range(len(plan.commands)):
        left = world.copy()
        for command in plan.commands[:length]:
            left.take(command.line)
        seen = parse(HEAD + left.text())
        running, lines = BGP_VRF.running(seen, wanted) or {}, BGP_VRF.lines(wanted)
        assert running.items() <= lines.items()
        assert BGP_VRF.before(seen, wanted).neighbors.keys() <= {key for key in running if key != "family"}
        for command in BGP_VRF.plan(seen, wanted, None).commands:
            assert left.take(command.line)
        assert BGP_VRF.running(parse(HEAD + left.text()), wanted) == lines


@settings(deadline=None)
@given(lists(), lists())
def test_a_list_in_use_lets_nothing_pass_that_neither_the_old_nor_the_new_one_does(old: Any, new: Any) -> None:
    world = World()
    for command in PREFIX_LIST.plan(parse(""), old, None).commands:
        world.take(command.line)
    plan = PREFIX_LIST.plan(parse(world.text()), new, old)
    end = world.copy()
    for command in plan.commands:
        end.take(command.line)
    allowed = world.passing("used", PREFIXES) | end.passing("used", PREFIXES)

    def check(seen: World, command: object) -> None:
        assert seen.passing("used", PREFIXES) <= allowed, command

    watched(world, plan, check)


@pytest.mark.parametrize(
    ("line", "wide"),
    [
        ("neighbor 10.0.0.1 remote-as 65001", True),
        ("no neighbor 10.0.0.1 prefix-list deny-all out", False),
        ("no neighbor 10.0.0.1 shutdown", False),
        ("no ip prefix-list deny-all", False),
    ],
)
def test_the_second_opinion_sees_what_it_should(line: str, wide: bool) -> None:
    """A filter stands between a neighbor and the world; without one, its AS does."""
    world = World({"10.0.0.1": Neighbor("64496", filter=None if wide else "deny-all")}, {"deny-all": {}})
    world.take(line)
    assert world.open_wide() == ({"10.0.0.1"} if wide else set())
