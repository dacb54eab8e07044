"""A fleet on routers of the lab, of which two stacks share one, under the real engine."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.lab_router import STARTUP, LabRouter, lab_router
from tests.stack.fleet_stage import FleetStage, faults_file

pytestmark = pytest.mark.engine

SHARED, OWN = "edge-a", "edge-b"


@contextmanager
def edge(folder: Path, name: str, numbers: Sequence[int], **others: object) -> Iterator[LabRouter]:
    """A router that says it has the sessions of these stacks; what is typed on it is in a file beside its folder."""
    options = (*faults_file(folder / name, numbers, **others), "--typed-log", str(folder / f"{name}.log"))
    with lab_router(folder / name, *options, startup=STARTUP.replace("csr1000v", name), name=name) as router:
        yield router


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[FleetStage]:
    """Three stacks on two routers: the first and the third share one."""
    with edge(tmp_path, SHARED, (1, 3)) as shared, edge(tmp_path, OWN, (2,)) as own:
        routers = {SHARED: shared, OWN: own}
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


def configured(log: Path) -> list[str]:
    """Whose turn it was at configuring a router, by the stacks' VRFs and the sessions, without repetitions."""
    turns: list[str] = []
    for line in log.read_text().splitlines():
        vty, mode, typed = line.split(" ", 2)
        found = re.search(r"pods\d", typed)
        if mode.startswith("config") and found and (turn := f"{found[0]} by vty {vty}") not in turns[-1:]:
            turns.append(turn)
    return turns


def test_two_fleets_on_two_machines_never_work_on_one_router_at_the_same_time(tmp_path: Path) -> None:
    """The machines have nothing in common but the backend and the router, which takes its time for each line."""
    with edge(tmp_path, SHARED, (1, 2), latency_ms=20) as router, ExitStack() as running:
        one, other = (
            FleetStage(tmp_path / f"machine{number}", {SHARED: router}, {number: [SHARED]}, tmp_path / "states")
            for number in (1, 2)
        )
        processes = [running.enter_context(each.started("up")) for each in (one, other)]
        said = [process.communicate() for process in processes]
        assert [process.returncode for process in processes] == [0, 0], said
    turns = configured(tmp_path / f"{SHARED}.log")
    assert len(turns) == 2, turns
    assert len({turn[:5] for turn in turns}) == 2
    assert not list((tmp_path / "states/.pulumi/stacks/bgp-coexist-routers").glob("*.json"))
