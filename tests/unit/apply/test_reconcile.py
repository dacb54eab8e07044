"""What is asked of a router is looked up afterwards, whatever it answered."""

from collections.abc import Callable
from typing import Any

import pytest

from apply.reconcile import reconcile
from errors import RouterError
from platforms.iosxe.object_types import VRF
from platforms.iosxe.platform import IOS_XE
from platforms.plan import Plan
from platforms.running import Running


class Forgetful:
    """A router that takes every line and keeps none."""

    def running(self) -> Running:
        return IOS_XE.parse("hostname r1\nend\n")

    def change(self, planned: Callable[[Any], Plan]) -> None:
        assert planned(self.running().tree).commands


def test_lines_that_took_no_effect_are_an_error_that_the_next_up_needs_no_refresh_for() -> None:
    with pytest.raises(RouterError) as caught:
        reconcile("r1", Forgetful(), VRF, VRF.values(name="k8s", rd="65000:1"))
    assert str(caught.value) == (
        "r1: 'vrf k8s' was accepted by the router, yet the running configuration differs:\n"
        "    + ip vrf k8s\n"
        "    + rd 65000:1\n"
        "  hint: the next `pulumi up` tries again"
    )
