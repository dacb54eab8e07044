"""SIGKILL of the plugin alone and together with the engine, at one line of a create and of an update: nothing is lost.

`python -m tests.kills` does the same at random moments.
"""

import json
from pathlib import Path

import pytest

from tests.lab_router import lab_router
from tests.stack.killing import Killing, Verb, Victims

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    ("verb", "victims", "line", "seen"),
    [
        ("create", "plugin", "route-target import 65000:1", "vrf k8s-calico"),
        ("update", "both", "neighbor 198.51.100.2 description .*", "neighbor 198.51.100.2 shutdown"),
    ],
)
def test_a_run_that_is_killed_is_finished_by_the_next_and_destroy_leaves_nothing_of_it(
    tmp_path: Path, verb: Verb, victims: Victims, line: str, seen: str
) -> None:
    hang = {"match": line, "do": "hang", "at": 1 if verb == "create" else 2}  # others typed it first
    (tmp_path / "faults.json").write_text(json.dumps({"lines": [hang]}))
    with lab_router(tmp_path / "router", "--faults", str(tmp_path / "faults.json")) as router:
        start = router.running()
        killing = Killing(tmp_path, router, verb)
        others = foreign(router.running())
        assert killing.kill_when(victims, lambda: seen in router.running())
        assert foreign(killing.mended()) == others
        ends = killing.destroyed()
        assert foreign(ends) == others
        if verb == "create":
            assert ends == start


def foreign(running: str) -> list[str]:
    """The lines of others in a family of the stack."""
    return [line for line in running.splitlines() if "198.51.100.2" in line.split()]
