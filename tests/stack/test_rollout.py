"""Routers are changed one after the other: the next one only when the one before it has been verified."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.api_server import api_server
from tests.engine import PROJECT
from tests.lab_router import STARTUP, LabRouter, lab_router
from tests.stack.offline import OfflineStack
from tests.stack.router_stack import RouterStack
from tests.stack.test_program_graph import waits_for
from tests.stack.test_several_routers import beside

pytestmark = pytest.mark.engine

NOT_TOUCHED = "not touched, because csr1000v is not as it should be: csr1000w is as before"


def test_the_second_router_waits_for_the_checks_of_the_first(tmp_path: Path) -> None:
    with api_server() as api:
        stack = OfflineStack(tmp_path, api)
        stack.add_router()
        planned = stack.planned()
    before_second = waits_for(planned, "csr1000w-vrf-k8s-calico")
    assert before_second >= {
        "verification-csr1000v",
        "calico-bgppeer-csr1000v",
        "metallb-peer-csr1000v",
        "demo-service",
    }
    assert not before_second & {"calico-bgppeer-csr1000w", "csr1000v-saved", "verification-checks"}
    assert "csr1000w-bgp-k8s-calico" in waits_for(planned, "calico-bgppeer-csr1000w")
    # Both logins come first: with a wrong password for the second router the first is not touched either.
    assert not any("verification" in name for name in waits_for(planned, "csr1000w-access"))
    assert waits_for(planned, "csr1000v-saved") >= {"verification-checks", "verification-csr1000v"}


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[RouterStack, LabRouter]]:
    """A stack of two routers without nodes that dial, so that no check of their sessions holds."""
    with ExitStack() as kept:
        first = kept.enter_context(lab_router(tmp_path / "first"))
        startup = STARTUP.replace("csr1000v", "csr1000w")
        second = kept.enter_context(lab_router(tmp_path / "second", startup=startup, name="csr1000w"))
        stack = RouterStack(tmp_path, first, program=PROJECT)
        stack.values["routers"]["csr1000w"] = beside(stack.described, second)
        stack.values["calico"]["peers"].append("2.2.2.2")
        stack.values["metallb"]["peers"].append("10.0.0.253")
        stack.values["verification"] = {"waitSeconds": 0}
        yield stack, second


def test_a_router_that_is_not_verified_leaves_the_next_as_it_was(pair: tuple[RouterStack, LabRouter]) -> None:
    stack, second = pair
    before = stack.router.running(), second.running()
    failed = stack.fails("--continue-on-error")
    assert "routers are changed one after the other, csr1000v, then csr1000w" in failed
    assert NOT_TOUCHED in failed
    assert stack.router.running() != before[0]
    assert second.running() == before[1]
    stack.values["rollout"] = "parallel"
    assert NOT_TOUCHED not in stack.fails()
    assert second.running() != before[1]
    stack.destroy()
    assert (stack.router.running(), second.running()) == before
