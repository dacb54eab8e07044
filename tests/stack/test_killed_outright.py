"""SIGKILL of the plugin, the engine, or both, in the middle of a create, an update and a destroy: nothing is lost."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab_router import lab_router
from tests.stack.router_stack import RouterStack
from tests.stack.test_killed_engine import plugin_of, started, until

pytestmark = pytest.mark.engine


@pytest.fixture
def silent(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[RouterStack]:
    """A router that falls silent at one line."""
    (tmp_path / "faults.json").write_text(json.dumps({"lines": [{"match": request.param, "do": "hang"}]}))
    with lab_router(tmp_path / "router", "--faults", str(tmp_path / "faults.json")) as router:
        yield RouterStack(tmp_path, router)


def kill(stack: RouterStack, victims: str, engine: int) -> None:
    plugin = plugin_of(stack)
    if "engine" in victims:
        os.kill(engine, signal.SIGKILL)
    if "plugin" in victims:
        os.kill(plugin, signal.SIGKILL)


@pytest.mark.parametrize(
    ("silent", "seen"),
    [
        ("neighbor 10.0.0.12 update-source .*", "neighbor 10.0.0.12 remote-as"),
        ("route-target import 65000:1", "route-target import 65000:2"),
    ],
    indirect=["silent"],
)
@pytest.mark.parametrize("victims", ["plugin", "plugin and engine"])
def test_a_create_that_is_killed_is_finished_by_the_next_up_and_destroy_leaves_nothing(
    silent: RouterStack, seen: str, victims: str
) -> None:
    start = silent.router.running()
    with started(silent) as engine:
        until(seen, silent)
        kill(silent, victims, engine.pid)
        engine.wait(60)
    silent.engine.run("cancel", "--yes", silent.engine.stack, stacked=False)
    silent.up()
    assert silent.destroy().code == 0
    assert silent.router.running() == start
