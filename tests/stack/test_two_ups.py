"""Two runs at once on one router: what they send never interleaves; two on one stack are told apart by Pulumi."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from apply.config_lock import ConfigLock
from tests.eventually import eventually
from tests.lab_router import lab_router
from tests.stack.router_stack import RouterStack
from tests.stack.test_killed_engine import started

pytestmark = pytest.mark.engine

# What makes a second network of the first one, on the same router and in the same BGP process.
ANOTHER = {
    "k8s-": "lab-",
    "deny-all-routes": "lab-deny-all",
    '"65000:1"': '"65000:11"',
    '"65000:2"': '"65000:12"',
    '"1.0.0.1"': '"3.0.0.1"',
    '"1.0.0.2"': '"3.0.0.2"',
    "1.1.1.": "3.3.3.",
    "10.0.0.": "10.9.0.",
    "10.0.1.": "10.9.1.",
    '"Loopback': '"Loopback1',
    "GigabitEthernet2": "GigabitEthernet4",
    "GigabitEthernet3": "Loopback20",
    "192.168.0.0": "192.169.0.0",
    "10.100.0.0": "10.101.0.0",
}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What is typed on the router."""
    return tmp_path / "typed.log"


@pytest.fixture
def two(tmp_path: Path, log: Path) -> Iterator[tuple[RouterStack, RouterStack]]:
    """Two stacks in two folders, with nothing in common but the router, which takes its time for each line."""
    (tmp_path / "faults.json").write_text(json.dumps({"latency_ms": 20}))
    options = ("--faults", str(tmp_path / "faults.json"), "--typed-log", str(log))
    with lab_router(tmp_path / "router", *options) as router:
        first, second = RouterStack(tmp_path / "first", router), RouterStack(tmp_path / "second", router)
        text = json.dumps(second.values)
        for old, new in ANOTHER.items():
            text = text.replace(old, new)
        second.values = json.loads(text)
        yield first, second


def config_locks(log: Path) -> list[str]:
    """Whose turn it was at configuring, one vty after the other, each turn from its first line to `end`."""
    vtys = []
    for line in log.read_text().splitlines():
        vty, mode, _ = line.split(" ", 2)
        if mode.startswith("config"):
            vtys.append((vty, line.endswith(" end")))
    taken: list[str] = []
    holder = ""
    for vty, ends in vtys:
        assert holder in ("", vty), f"{vty} configured while {holder} did"
        if not holder:
            taken.append(vty)
        holder = "" if ends else vty
    return taken


def test_two_stacks_on_one_router_do_not_get_into_each_others_lines(
    two: tuple[RouterStack, RouterStack], log: Path
) -> None:
    with started(two[0]) as first, started(two[1]) as second:
        said = first.communicate()[0], second.communicate()[0]
    assert [first.returncode, second.returncode] == [0, 0], "\n".join(said)
    assert len(set(config_locks(log))) == 2
    for stack in two:
        stack.preview("--refresh", "--expect-no-changes").ok()


def test_a_second_up_of_the_same_stack_is_refused_by_pulumi(two: tuple[RouterStack, RouterStack], log: Path) -> None:
    """The first one's turn on the router does not come before the second one has ended."""
    stack = two[0]
    config_lock = ConfigLock("127.0.0.1", stack.router.port)
    config_lock.take("the test")
    with started(stack) as first:
        assert eventually(lambda: "show running-config" in log.read_text(), True)
        second = stack.engine.up()
        config_lock.leave()
        said = first.communicate()[0]
    assert first.returncode == 0, said
    assert second.text.startswith("error: the stack is currently locked by 1 lock(s).")
