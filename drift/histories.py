"""What the routers had of each object before the stack, from Pulumi's state.

It tells an addition to an object, which is drift, from what others had there before, which is foreign.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

_SECONDS = 60
# Marks a value as a secret where the engine writes one down.
# Source: pulumi, sdk/go/common/resource/properties.go
_MARK = ("4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270")


class NoStateError(Exception):
    """The state could not be read; the text says why."""


def histories(stack: str, project: Path) -> dict[str, dict[str, Any]]:
    """The property `before` of each resource that has one, by the resource's id.

    Raises:
        NoStateError: `pulumi stack export` has failed, or its answer is no state.
    """
    # With the secrets: a family's history is one, because it has the fingerprints of passwords.
    argv = ["pulumi", "stack", "export", "--show-secrets", "--stack", stack, "--non-interactive"]
    try:
        done = subprocess.run(argv, cwd=project, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except FileNotFoundError:
        raise NoStateError("there is no command `pulumi` in PATH") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoStateError(str(error)) from None
    if done.returncode != 0:
        raise NoStateError((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    return histories_in(done.stdout)


def histories_in(text: str) -> dict[str, dict[str, Any]]:
    """The histories in the text of an exported state.

    Raises:
        NoStateError: It is no state.
    """
    try:
        resources = json.loads(text)["deployment"].get("resources") or []
        found = {each.get("id", ""): _opened((each.get("outputs") or {}).get("before")) for each in resources}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoStateError(f"`pulumi stack export` printed no state: {error!r}") from None
    return {id_: before for id_, before in found.items() if isinstance(before, dict)}


def _opened(value: Any) -> Any:
    """The same with each secret's own value; None for a secret that is still encrypted."""
    if isinstance(value, list):
        return [_opened(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get(_MARK[0]) == _MARK[1]:
        return json.loads(value["plaintext"]) if "plaintext" in value else None
    return {key: _opened(each) for key, each in value.items()}
