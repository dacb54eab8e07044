"""What the command stand-in refuses before anything runs."""

from importlib.metadata import version

import pytest

from toolchain.stand_ins.command import NOTE, VERSION, hidden, problems
from toolchain.stand_ins.values import UNKNOWN, masked, secret


def test_it_stands_in_for_the_version_of_the_library() -> None:
    assert version("pulumi-command") == VERSION


def test_a_good_command_has_no_problems() -> None:
    assert problems("command:remote:Command", {"connection": secret({"host": "h"}), "create": "true"}) == []


def test_a_connection_that_is_not_known_yet_will_do() -> None:
    assert problems("command:remote:Command", {"connection": UNKNOWN}) == []


@pytest.mark.parametrize(
    ("kind", "inputs", "reason"),
    [
        (
            "command:remote:CopyToRemote",
            {},
            f"resource type 'command:remote:CopyToRemote' is unknown; this is a {NOTE}",
        ),
        ("command:local:Command", {"assetPaths": ["*"]}, f"'assetPaths' is not supported; this is a {NOTE}"),
        ("command:remote:Command", {}, "'connection' is missing: where should the command run?"),
        (
            "command:remote:Command",
            {"connection": secret({"user": "root"})},
            "'connection.host' is missing: where should the command run?",
        ),
    ],
)
def test_problems_are_said_without_values(kind: str, inputs: dict[str, object], reason: str) -> None:
    assert problems(kind, inputs) == [reason]


def test_of_a_connection_only_the_credentials_are_masked() -> None:
    inputs = {"connection": secret({"host": "10.0.1.100", "password": "hunter2", "proxy": {"privateKey": "PEM"}})}
    assert masked("10.0.1.100: hunter2, PEM", hidden(inputs)) == "10.0.1.100: [secret], [secret]"
