"""Neighbors as a range on a router: from any family to any other, and none can have a session without its filter."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.state_log import neighbors_of, ranges_of
from platforms.iosxe.object_types import BGP_VRF
from platforms.plan import Command, Plan
from tests.unit.platforms.iosxe.objects.test_neighbor_round_trips import PROCESS, VRF
from tests.unit.platforms.iosxe.objects.test_round_trips import BGP, FOREIGN
from tests.unit.platforms.iosxe.objects.witness import Router

GROUP = "coexist-k8s"
PREFIXES = ("10.0.0.0/29", "10.0.0.8/29", "10.0.1.0/24")
PLACEHOLDER = 64496


@st.composite
def families(draw: st.DrawFn) -> Any:
    """A list, a range, or no neighbor; each with a filter."""
    common = {"remote_as": draw(st.sampled_from([65001, 65002])), "prefix_list_out": "deny-all"}
    common["prefix_list_in"] = draw(st.sampled_from([None, "foreign"]))
    ranges = draw(st.sets(st.sampled_from(PREFIXES)))
    neighbors: dict[str, Any] = dict.fromkeys(draw(st.sets(st.sampled_from(["10.0.0.1", "10.0.0.11"]))), common)
    if ranges:
        neighbors = {GROUP: {**common, "ranges": sorted(ranges)}}
    return BGP_VRF.values.model_validate({"asn": 65000, "vrf": "k8s", "rd": "65000:1", "neighbors": neighbors})


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A family with a group of the stack's name as others made it, changed or left it, beside a group of theirs.

    It has a setting: one without any counts as the stack's own, left half made.
    """
    tails = ["remote-as 65009", "shutdown", "timers 5 15", "prefix-list foreign out", "description theirs"]
    settings_of_others = sorted(draw(st.sets(st.sampled_from(tails), min_size=1)))
    lines = [f"neighbor {GROUP} {tail}" for tail in ("peer-group", *settings_of_others)]
    ranges = draw(st.sets(st.sampled_from(PREFIXES))) if draw(st.booleans()) else set()
    lines += [f"bgp listen range {prefix} peer-group {GROUP}" for prefix in sorted(ranges)]
    theirs = ["neighbor OTHERS peer-group", "bgp listen range 10.9.0.0/24 peer-group OTHERS"]
    lines = [*(lines if draw(st.booleans()) else []), *theirs]
    return FOREIGN + VRF + BGP + PROCESS + "".join(f"  {line}\n" for line in lines)


def open_wide(router: Router) -> set[str]:
    """The neighbors and ranges from which a session without an outbound filter could come up."""
    entries = [*neighbors_of(router.config), *ranges_of(router.config)]
    return {
        each["address"]
        for each in entries
        if each["vrf"] == "k8s"
        and each["remote_as"] not in (None, PLACEHOLDER)
        and not each["shutdown"]
        and not each["filter_entries"]
    }


def watched(router: Router, commands: tuple[Command, ...], allowed: set[str]) -> None:
    for command in router.steps(commands):
        assert open_wide(router) <= allowed, command


@settings(deadline=None)
@given(texts(), families(), families())
def test_no_range_is_ever_open_without_its_filter(text: str, first: Any, second: Any) -> None:
    router, previous = Router(text), None
    for wanted in (first, second):
        allowed = open_wide(router)
        plan: Plan = BGP_VRF.plan(router.tree, wanted, previous)
        undone, before = router.copy(), router.text
        watched(router, plan.commands, allowed)
        assert BGP_VRF.running(router.tree, wanted) == BGP_VRF.lines(wanted)
        undone.apply(plan.commands)
        watched(undone, plan.undo, allowed)
        assert undone.text == before
        previous = wanted


@settings(deadline=None)
@given(texts(), families(), families())
def test_a_group_of_others_is_given_back(text: str, first: Any, second: Any) -> None:
    router = Router(text)
    before = router.text
    history = BGP_VRF.before(router.tree, first)
    router.apply(BGP_VRF.plan(router.tree, first, None, history).commands)
    history = BGP_VRF.before_update(router.tree, second, first, history)
    router.apply(BGP_VRF.plan(router.tree, second, first, history).commands)
    for command in BGP_VRF.removal(router.tree, second, history).commands:
        router.take(command)
    assert router.text == before


@settings(deadline=None)
@given(families())
def test_from_wherever_it_broke_off_the_next_run_finishes_a_range_it_does_not_know(wanted: Any) -> None:
    start = Router(FOREIGN + VRF + BGP + PROCESS)
    plan = BGP_VRF.plan(start.tree, wanted, None)
    for length in range(len(plan.commands)):
        left = start.copy()
        left.apply(plan.commands[:length])
        running = BGP_VRF.running(left.tree, wanted) or {}
        assert running.items() <= BGP_VRF.lines(wanted).items()
        assert GROUP not in BGP_VRF.before(left.tree, wanted).neighbors
        left.apply(BGP_VRF.plan(left.tree, wanted, None).commands)
        assert BGP_VRF.running(left.tree, wanted) == BGP_VRF.lines(wanted)
