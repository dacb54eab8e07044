"""A change that broke off half-way and could not be taken back is in the state, and the next `up` finishes it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lab_router import lab_router
from tests.stack.router_stack import RouterStack

pytestmark = pytest.mark.engine

# A line of the fifth node is refused, and so is what would take that node away again.
HALF_MADE = [
    {"match": "neighbor 10.0.0.14 update-source .*", "do": "refuse", "text": "% Not now"},
    {"match": "no neighbor 10.0.0.14 .*", "do": "refuse", "text": "% Not now"},
]
# The same while the family is new, which its undo takes away as a whole.
HALF_MADE_FAMILY = [
    {"match": "neighbor 10.0.0.12 update-source .*", "do": "refuse", "text": "% Not now"},
    {"match": "no address-family ipv4 vrf .*", "do": "refuse", "text": "% Not now"},
]


def faulty(folder: Path, lines: list[dict[str, str]]) -> Iterator[RouterStack]:
    """A router that refuses lines, and has no timer that would take back what our undo could not."""
    (folder / "faults.json").write_text(json.dumps({"lines": lines}))
    with lab_router(folder / "router", "--faults", str(folder / "faults.json")) as router:
        stack = RouterStack(folder, router)
        stack.described["commitConfirm"] = "off"
        yield stack


@pytest.fixture
def half_made_family(tmp_path: Path) -> Iterator[RouterStack]:
    yield from faulty(tmp_path, HALF_MADE_FAMILY)


@pytest.fixture
def half_made_neighbor(tmp_path: Path) -> Iterator[RouterStack]:
    yield from faulty(tmp_path, HALF_MADE)


def unfinished(stack: RouterStack) -> list[dict[str, Any]]:
    """The resources that the state holds as partly applied."""
    return [each for each in stack.engine.resources() if each.get("initErrors")]


def test_a_half_made_family_is_recorded_and_finished_by_the_next_up(half_made_family: RouterStack) -> None:
    stack, start = half_made_family, half_made_family.router.running()
    assert "state: recorded as partly applied: `pulumi up` finishes it, `pulumi destroy` takes it away" in stack.fails()
    (recorded,) = unfinished(stack)
    assert recorded["outputs"]["before"] == {"existed": False}
    stack.up()
    assert unfinished(stack) == []
    stack.preview("--refresh", "--expect-no-changes").ok()
    stack.destroy()
    assert stack.router.running() == start


def test_destroy_takes_a_half_made_family_away(half_made_family: RouterStack) -> None:
    start = half_made_family.router.running()
    half_made_family.fails()
    half_made_family.destroy()
    assert half_made_family.router.running() == start


def test_an_update_that_ended_half_way_is_finished_by_the_next(half_made_neighbor: RouterStack) -> None:
    stack, start = half_made_neighbor, half_made_neighbor.router.running()
    stack.up()
    nodes = stack.values["cluster"]["nodes"]
    del nodes["worker3"]
    nodes["worker4"] = "10.0.0.14"
    stack.fails()
    assert len(unfinished(stack)) == 1
    stack.up()
    assert unfinished(stack) == []
    shown = stack.router.running()
    assert {address: shown.count(f"neighbor {address} activate") for address in ("10.0.0.13", "10.0.0.14")} == {
        "10.0.0.13": 0,
        "10.0.0.14": 2,
    }
    stack.destroy()
    assert stack.router.running() == start


def test_who_changes_their_mind_after_half_an_update_has_the_router_of_before(half_made_neighbor: RouterStack) -> None:
    stack = half_made_neighbor
    stack.up()
    before = stack.router.running()
    stack.values["cluster"]["nodes"]["worker4"] = "10.0.0.14"
    stack.fails()
    assert "neighbor 10.0.0.14 " in stack.router.running()
    del stack.values["cluster"]["nodes"]["worker4"]
    stack.up()
    assert stack.router.running() == before
