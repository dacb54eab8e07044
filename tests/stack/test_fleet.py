"""A fleet on routers of the lab, of which two stacks share one, under the real engine."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.lab_router import STARTUP, lab_router
from tests.stack.fleet_stage import FleetStage, faults_file

pytestmark = pytest.mark.engine

SHARED, OWN = "edge-a", "edge-b"


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[FleetStage]:
    """Three stacks on two routers: the first and the third share one."""
    with ExitStack() as kept:
        routers = {
            name: kept.enter_context(
                lab_router(
                    tmp_path / name,
                    *faults_file(tmp_path / name, numbers),
                    *("--typed-log", str(tmp_path / f"{name}.log")),
                    startup=STARTUP.replace("csr1000v", name),
                    name=name,
                )
            )
            for name, numbers in {SHARED: (1, 3), OWN: (2,)}.items()
        }
        yield FleetStage(tmp_path / "fleet", routers, {1: [SHARED], 2: [OWN], 3: [SHARED]}, canary=["stack1"])


def test_the_canary_comes_first_and_every_stack_is_verified(fleet: FleetStage) -> None:
    done = fleet.run("up")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "ok    stack1  canary    applied: 9 create, 3 of 3 checks hold",
        "ok    stack2  wave 1    applied: 9 create, 3 of 3 checks hold",
        "ok    stack3  wave 1    applied: 9 create, 3 of 3 checks hold",
    ]
    assert done.stderr.splitlines()[:2] == ["stack1: applied: 9 create", "stack1: 3 of 3 checks hold"]
