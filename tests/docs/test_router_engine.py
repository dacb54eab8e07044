"""The page about the router engine says what the engine does.

With BGP_COEXIST_WRITE_GOLDEN=1 the outcomes are written into the page instead of compared.
"""

import os
import re
from pathlib import Path

import pytest

from apply.partial_state import RECORDED
from tests.docs.engine_page import OUTCOMES, PAGE, Example, examples, written
from tests.unit.platforms.iosxe.objects.witness import Router

EXAMPLES = examples()
PLANNED = [example for example in EXAMPLES if "commands" in example.fences]
outcomes = [(example, name) for example in EXAMPLES for name in OUTCOMES if name in example.fences]


@pytest.mark.parametrize(("example", "name"), outcomes, ids=[f"{name} of {each.title}" for each, name in outcomes])
def test_what_the_page_shows_is_what_happens(example: Example, name: str, tmp_path: Path) -> None:
    outcome = OUTCOMES[name](example, tmp_path / "example")
    if os.environ.get("BGP_COEXIST_WRITE_GOLDEN"):
        written(example, name, outcome)
    else:
        assert outcome == example.fences[name]


@pytest.mark.parametrize("example", PLANNED, ids=[example.title for example in PLANNED])
def test_a_router_takes_the_commands_and_their_undo(example: Example) -> None:
    router = Router(example.running)
    before, plan = router.text, example.plan(router)
    router.apply(plan.commands)
    if not example.wanted.get("remove"):
        assert example.object_type.running(
            router.tree, example.values(), example.wanted.get("before")
        ) == example.object_type.lines(example.values())
    router.apply(plan.undo)
    assert router.text == before


def test_every_rule_has_an_example() -> None:
    numbers = [re.match(r"(\d+)\. ", example.title) for example in EXAMPLES]
    assert {int(number[1]) for number in numbers if number} >= set(range(1, 13))


def test_the_page_quotes_the_record_of_a_half_made_object() -> None:
    assert RECORDED in PAGE.read_text()
