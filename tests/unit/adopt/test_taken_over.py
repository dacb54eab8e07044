"""A router as it is printed, taken over with adopt: true and given back: every line is as it was."""

from pathlib import Path

import pytest

from adopt.choice import speakers_of
from adopt.objects import first_up, objects_of
from adopt.passwords import marks_of
from adopt.values import stack_values
from model.leaking import with_targets
from model.stack import Stack
from platforms.adoption import Typed
from platforms.iosxe.platform import IOS_XE
from platforms.running import Running
from tests.unit.platforms.iosxe.objects.witness import Router

TESTS = Path(__file__).parents[2]
CASES = (
    *(TESTS / "captures" / "cases" / f"{name}.cfg" for name in ("adopt-peergroup", "adopt-password")),
    *(
        TESTS / "configurations" / "adopt" / "ios-xe" / f"{name}.cfg"
        for name in ("home-group", "passwords", "policy-templates", "on-request")
    ),
)


def printed(running: Running) -> list[Typed]:
    """The objects of the stack that describes the router."""
    found = IOS_XE.adoption.found(running, "edge1")
    speakers = speakers_of(found)
    values = stack_values(found, speakers, {"host": "10.0.0.254", "username": "admin"}, "edge1")
    stack = with_targets(Stack.model_validate(values))
    return objects_of(stack, "edge1", marks_of(speakers))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_what_is_taken_over_is_given_back(case: Path) -> None:
    text = case.read_text()
    router = Router(text[text.index("version ") :])
    original, objects = router.text, printed(IOS_XE.parse(router.text))
    befores = []
    for object_type, values in objects:
        befores.append(object_type.before(router.tree, values))
        router.apply(object_type.plan(router.tree, values, None, befores[-1]).commands)
    assert first_up(objects, IOS_XE.parse(router.text), IOS_XE) == []
    for (object_type, values), before in zip(reversed(objects), reversed(befores), strict=True):
        router.apply(object_type.removal(router.tree, values, before).commands)
    assert router.text == original
