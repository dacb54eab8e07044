"""What the command stand-in refuses before anything runs."""

from importlib.metadata import version

import pytest

from toolchain.stand_ins.command import NOTE, VERSION, problems
from toolchain.stand_ins.values import secret


def test_it_stands_in_for_the_version_of_the_library() -> None:
    assert version("pulumi-command") == VERSION


def test_a_good_command_has_no_problems() -> None:
    assert problems("command:local:Command", {"create": secret("true")}) == []


@pytest.mark.parametrize(
    ("kind", "inputs", "reason"),
    [
        (
            "command:remote:Command",
            {},
            f"resource type 'command:remote:Command' is unknown; this is a {NOTE}",
        ),
        ("command:local:Command", {"assetPaths": ["*"]}, f"'assetPaths' is not supported; this is a {NOTE}"),
    ],
)
def test_problems_are_said_without_values(kind: str, inputs: dict[str, object], reason: str) -> None:
    assert problems(kind, inputs) == [reason]
