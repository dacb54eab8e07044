"""From two VRFs to a single session and back: MetalLB's neighbors leave the router and return, nothing else changes."""

import pytest

from tests.stack.router_stack import RouterStack
from tests.stack.test_router import touched

pytestmark = pytest.mark.engine

METALLBS = [
    f"-  neighbor {address} {rest}"
    for address in ("10.0.0.1", "10.0.0.11", "10.0.0.12", "10.0.0.13")
    for rest in (
        "remote-as 65001",
        "update-source GigabitEthernet2",
        "activate",
        "prefix-list deny-all-routes out",
    )
]


def test_metallbs_neighbors_leave_with_its_session_and_come_back_with_it(stack: RouterStack) -> None:
    stack.up()
    two = stack.router.running()
    stack.values["topology"] = "single-session"
    stack.up()
    assert touched(two, stack.router.running()) == METALLBS
    stack.values["topology"] = "two-vrf"
    stack.up()
    assert stack.router.running() == two
