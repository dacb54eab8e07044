"""The work for a family grows as the number of its neighbors does, not as the square of it."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from platforms.iosxe.object_types import BGP_VRF
from platforms.iosxe.objects.histories import BgpVrfHistory
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.iosxe.tree import Tree, parse

FEW, MANY = 50, 200
SAID = {"remote_as": 65001, "prefix_list_out": "NOTHING"}


def values(count: int, remote_as: int = 65001) -> BgpVrfValues:
    """A family of so many neighbors, of which the first has this AS."""
    neighbors = {f"10.0.0.{number + 1}": SAID for number in range(count)}
    neighbors["10.0.0.1"] = {**SAID, "remote_as": remote_as}
    return BgpVrfValues.model_validate({"asn": 65000, "vrf": "A", "rd": "65000:1", "neighbors": neighbors})


def tree(count: int) -> Tree:
    made = BGP_VRF.plan(parse("ip vrf A\n rd 65000:1\n!\nrouter bgp 65000\n!\nend"), values(count), None)
    inner = "".join(f"  {command.line}\n" for command in made.commands if command.line.startswith("neighbor "))
    return parse(f"ip vrf A\n rd 65000:1\n!\nrouter bgp 65000\n !\n address-family ipv4 vrf A\n{inner}!\nend")


BEFORE = BgpVrfHistory(existed=False)
DONE: dict[str, Callable[[Tree, int], Any]] = {
    "lines": lambda running, count: BGP_VRF.lines(values(count)),
    "running": lambda running, count: BGP_VRF.running(running, values(count), BEFORE),
    "foreign": lambda running, count: BGP_VRF.foreign(running, values(count)),
    "before": lambda running, count: BGP_VRF.before(running, values(count)),
    "before an update": lambda running, count: BGP_VRF.before_update(
        running, values(count, 65009), values(count), BEFORE
    ),
    "an update": lambda running, count: BGP_VRF.plan(running, values(count, 65009), values(count), BEFORE),
    "removal": lambda running, count: BGP_VRF.removal(running, values(count), BEFORE),
}


def calls(action: Callable[[Tree, int], Any], count: int) -> int:
    """How many functions an action calls."""
    running, seen = tree(count), 0

    def note(frame: Any, event: str, argument: Any) -> None:
        nonlocal seen
        seen += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        action(running, count)
    finally:
        sys.setprofile(None)
    return seen


@pytest.mark.parametrize("name", DONE)
def test_four_times_the_neighbors_are_not_much_more_than_four_times_the_work(name: str) -> None:
    assert calls(DONE[name], MANY) < 5 * calls(DONE[name], FEW)
