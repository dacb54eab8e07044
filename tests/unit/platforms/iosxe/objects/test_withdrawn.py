"""A neighbor that the stack took away and a reload brought back is the stack's; one that says anything else is not."""

import pytest

from platforms.iosxe.object_types import BGP_VRF
from platforms.iosxe.objects.histories import BgpVrfHistory
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.iosxe.tree import Tree, parse

BACK = """\
 neighbor 10.0.0.2 remote-as 65001
 neighbor 10.0.0.2 activate
 neighbor 10.0.0.2 prefix-list NOTHING out
"""
SAID = {"remote_as": 65001, "prefix_list_out": "NOTHING"}


def values(*addresses: str) -> BgpVrfValues:
    return BgpVrfValues.model_validate(
        {"asn": 65000, "vrf": "A", "rd": "65000:1", "neighbors": dict.fromkeys(addresses, SAID)}
    )


def tree(more: str = "") -> Tree:
    first = BACK.replace("10.0.0.2", "10.0.0.1")
    return parse(
        f"ip vrf A\n rd 65000:1\n!\nrouter bgp 65000\n !\n address-family ipv4 vrf A\n{indented(first + more)}!\nend"
    )


def indented(text: str) -> str:
    return "".join(f" {line}\n" for line in text.splitlines())


def taken_away() -> BgpVrfHistory:
    both, one = values("10.0.0.1", "10.0.0.2"), values("10.0.0.1")
    return BGP_VRF.before_update(tree(BACK), one, both, BgpVrfHistory(existed=False))


def test_a_neighbor_that_is_back_as_it_was_is_drift_and_goes_again() -> None:
    now = values("10.0.0.1")
    running = BGP_VRF.running(tree(BACK), now, taken_away())
    assert running is not None
    assert sorted(running) == ["10.0.0.1", "10.0.0.2", "family"]
    plan = BGP_VRF.plan(tree(BACK), now, now, taken_away())
    assert [command.line for command in plan.commands] == ["no neighbor 10.0.0.2 remote-as 65001"]


@pytest.mark.parametrize(
    "other",
    [BACK.replace("65001", "65099"), BACK + " neighbor 10.0.0.2 description of somebody's\n"],
    ids=["another AS", "a line more"],
)
def test_a_neighbor_that_says_anything_else_is_somebodys(other: str) -> None:
    now = values("10.0.0.1")
    assert BGP_VRF.plan(tree(other), now, now, taken_away()).commands == ()


def test_a_neighbor_that_is_declared_again_is_no_longer_remembered() -> None:
    both = values("10.0.0.1", "10.0.0.2")
    assert BGP_VRF.before_update(tree(BACK), both, values("10.0.0.1"), taken_away()).state() == {
        "existed": False,
        "neighbors": {"10.0.0.2": ["remote-as 65001", "activate", "prefix-list NOTHING out"]},
    }
