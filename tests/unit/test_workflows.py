"""The workflow for a forge parses; its targets of make exist, its actions have versions, its secrets are listed."""

import re
from typing import Any

import pytest
import yaml

from tests.examples import FOLDER

TARGETS = set(re.findall(r"^([a-z-]+):", (FOLDER.parent / "Makefile").read_text(), re.MULTILINE))
WORKFLOWS = sorted(FOLDER.glob("workflows/*.yaml"))
workflows = pytest.mark.parametrize(
    "text", [path.read_text() for path in WORKFLOWS], ids=[path.stem for path in WORKFLOWS]
)


def steps_of(text: str) -> dict[str, list[dict[str, Any]]]:
    """The steps of each job. `on` is a text here, as it is for the forge; YAML 1.1 would read it as true."""
    workflow: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    assert {"name", "on", "permissions", "jobs"} <= workflow.keys()
    return {name: job["steps"] for name, job in workflow["jobs"].items()}


def made(steps: list[dict[str, Any]]) -> list[str]:
    """The targets of make that the steps name, in order."""
    return [target for step in steps for target in re.findall(r"\bmake (?:-s )?([a-z-]+)", step.get("run", ""))]


@workflows
def test_a_workflow_names_targets_of_make_that_exist(text: str) -> None:
    named = {target for steps in steps_of(text).values() for target in made(steps)}
    assert named - TARGETS == set()


@workflows
def test_a_change_is_checked_and_previewed_and_applied_after_the_merge(text: str) -> None:
    assert {job: made(steps) for job, steps in steps_of(text).items()} == {
        "check": ["setup", "preflight", "audit"],
        "preview": ["setup", "preview"],
        "up": ["setup", "up", "verify"],
    }
    jobs = yaml.load(text, Loader=yaml.BaseLoader)["jobs"]
    assert jobs["up"]["if"] == "github.event_name == 'push'"
    assert jobs["up"]["needs"] == jobs["preview"]["needs"] == "check"


@workflows
def test_every_action_has_a_version(text: str) -> None:
    actions = [step["uses"] for steps in steps_of(text).values() for step in steps if "uses" in step]
    assert actions
    assert [action for action in actions if not re.search(r"@(v[1-9]\d*|[0-9a-f]{40})$", action)] == []


@workflows
def test_every_secret_is_listed_at_the_head_and_reaches_a_command_by_its_environment_alone(text: str) -> None:
    head, _, body = text.partition("\nname: ")
    listed = re.findall(r"^#   ([A-Z_]+) ", head, re.MULTILINE)
    assert set(re.findall(r"secrets\.(\w+)", body)) == set(listed)
    commands = [step.get("run", "") for steps in steps_of(text).values() for step in steps]
    assert [command for command in commands if "${{" in command] == []
