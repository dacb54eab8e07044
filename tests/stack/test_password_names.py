"""A session's password under the real engine: no fingerprint in previews or in the readable state, old states too."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from platforms.passwords import fingerprint
from tests.engine import opened
from tests.lab_router import lab_router
from tests.stack.router_stack import RouterStack
from tests.stack.test_router import changes

pytestmark = pytest.mark.engine

FIRST, SECOND = "a-good-word", "another-word"


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[RouterStack]:
    """A router on which Calico's sessions have a password."""
    with lab_router(tmp_path / "router") as router:
        stack = RouterStack(tmp_path, router)
        stack.values["calico"]["session"] = {"passwordKey": "bgpPassword"}
        yield stack


def put(stack: RouterStack, password: str) -> None:
    """The configuration as it is now, with this password among its secrets."""
    stack.write()
    stack.engine.run("config", "set", "--secret", "bgpPassword", said=password).ok()


def exported(stack: RouterStack, *words: str) -> str:
    return stack.engine.run("stack", "export", "--stack", stack.engine.stack, *words, stacked=False).ok().text


def as_older_versions_wrote_it(resource: dict[str, Any], mark: str) -> dict[str, Any]:
    """The resource with the password's fingerprint at each neighbor and in its lines, and nothing of it a secret."""
    if "password_marks" not in resource.get("inputs", {}):
        return resource
    for properties in (resource["inputs"], resource["outputs"]):
        del properties["password_marks"]
        lines = properties["lines"].items()
        properties["lines"] = {part: text.replace("<bgpPassword>", f"<{mark}>") for part, text in lines}
        for neighbor in properties["neighbors"].values():
            neighbor["password"] = mark
    del resource["additionalSecretOutputs"]
    return resource


def put_back_old_state(stack: RouterStack, file: Path) -> None:
    """The state is as an older version left it after the same `up`."""
    deployment = json.loads(exported(stack, "--show-secrets"))
    mark = fingerprint(FIRST)
    now = opened(deployment["deployment"]["resources"])
    old = [as_older_versions_wrote_it(resource, mark) for resource in now]
    deployment["deployment"]["resources"] = old
    file.write_text(json.dumps(deployment))
    stack.engine.run("stack", "import", "--stack", stack.engine.stack, "--file", str(file), stacked=False).ok()


def test_fingerprints_are_in_no_preview_and_not_readable_in_the_state(stack: RouterStack, tmp_path: Path) -> None:
    put(stack, FIRST)
    shown = stack.engine.preview().ok().text
    assert "neighbor 10.0.0.12 password <bgpPassword>" in shown
    stack.engine.up().ok()
    running = stack.router.running()
    put_back_old_state(stack, tmp_path / "old.json")
    migrated = stack.engine.up("--refresh").ok().text
    assert "updated" in migrated
    assert stack.router.running() == running
    assert fingerprint(FIRST) not in exported(stack)
    put(stack, SECOND)
    changed = stack.engine.preview().ok().text
    assert of_password(changed, "10.0.0.12") == [
        "- neighbor 10.0.0.12 password <bgpPassword>",
        "+ neighbor 10.0.0.12 password <bgpPassword 2>",
    ]
    everything = shown + changed + stack.engine.up().ok().text + exported(stack)
    assert re.findall("|".join(map(fingerprint, (FIRST, SECOND))), everything) == []
    assert f"neighbor 10.0.0.12 password {SECOND}" in stack.router.running()
    stack.engine.preview("--refresh", "--expect-no-changes").ok()


def of_password(preview: str, address: str) -> list[str]:
    return [line for line in changes(preview) if f"neighbor {address} password" in line]
