"""One stack in a backend that a team shares: two runs at once, a run that was killed, a state that is lost."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from apply.config_lock import ConfigLock
from tests.eventually import eventually
from tests.lab_router import lab_router
from tests.parts import needs
from tests.stack.router_stack import RouterStack
from tests.stack.test_killed_engine import started
from tests.state.servers import PASSWORD, Variables, postgres, s3

pytestmark = [pytest.mark.engine, needs("postgres"), needs("versitygw")]

LOCKED = re.compile(
    r"error: the stack is currently locked by 1 lock\(s\)\. Either wait for the other process\(es\) to end or delete "
    r"the lock file with `pulumi cancel`\.\n  (\S+): created by \S+@\S+ \(pid \d+\) at \S+\n"
)
REMOVED = ("--force", "--yes", "--preserve-config")


@pytest.fixture(scope="module", params=[postgres, s3])
def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Variables]:
    with request.param(tmp_path_factory.mktemp("server")) as variables:
        yield variables


@pytest.fixture
def stack(tmp_path: Path, backend: Variables) -> Iterator[RouterStack]:
    with lab_router(tmp_path / "router", "--typed-log", str(tmp_path / "typed.log")) as router:
        stack = RouterStack(tmp_path, router, backend=backend)
        yield stack
        of_stack(stack, "rm", *REMOVED)


def of_stack(stack: RouterStack, *words: str) -> str:
    """`pulumi stack WORDS`, which takes no configuration file."""
    return stack.engine.run("stack", *words, "--stack", stack.engine.stack, stacked=False).ok().text


def test_a_second_run_is_refused_and_a_killed_one_keeps_its_lock_until_it_is_cancelled(
    stack: RouterStack, tmp_path: Path
) -> None:
    """The first one's turn on the router does not come before it is killed."""
    config_lock = ConfigLock("127.0.0.1", stack.router.port)
    config_lock.take("the test")
    with started(stack) as first:
        log = tmp_path / "typed.log"
        assert eventually(lambda: "show running-config" in log.read_text(), True, seconds=120)
        while_it_runs = stack.engine.up()
        first.kill()
    config_lock.leave()
    after_the_kill = stack.engine.up()
    for refused in (while_it_runs, after_the_kill):
        assert (refused.code != 0, bool(LOCKED.match(refused.text))) == (True, True), refused.text
        assert PASSWORD not in refused.text
    stack.engine.run("cancel", "--yes", stack.engine.stack, stacked=False).ok()
    stack.up()
    stack.preview("--refresh", "--expect-no-changes").ok()


def test_a_lost_state_comes_back_from_an_export(stack: RouterStack, tmp_path: Path) -> None:
    stack.up()
    engine, copy = stack.engine, tmp_path / "copy.json"
    (update,) = json.loads(of_stack(stack, "history", "--json"))
    assert (update["kind"], update["result"]) == ("update", "succeeded")
    by_number = engine.run("stack", "export", "--version", "1", "--stack", engine.stack, stacked=False)
    assert "does not provide the ability to export previous deployments" in by_number.text
    of_stack(stack, "export", "--file", str(copy))
    of_stack(stack, "rm", *REMOVED)
    engine.run("stack", "init", engine.stack, "--no-select", stacked=False).ok()
    of_stack(stack, "import", "--file", str(copy))
    stack.preview("--refresh", "--expect-no-changes").ok()
    stack.destroy()
    assert "router bgp" not in stack.router.running()
