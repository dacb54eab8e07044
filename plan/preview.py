"""The steps of `pulumi preview --json`, in its order, which is that of the dependencies."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import CoexistError

_SECONDS = 600
_UNCHANGED = frozenset({"same", "read", "refresh"})
# A replacement is three steps; the one with both states stands for all of them.
_PARTS = frozenset({"create-replacement", "delete-replaced", "discard-replaced", "read-discard"})
_PULUMIS = ("pulumi:pulumi:", "pulumi:providers:")

Inputs = Mapping[str, Any]


class PreviewError(CoexistError):
    """There is no preview; the text says why."""


@dataclass(frozen=True)
class Step:
    """What is done to one resource.

    Attributes:
        operation: `create`, `update`, `delete`, or `replace`: it is removed and made anew.
        type: The type of the resource, such as `router:BgpVrf`.
        name: Its name.
        old: Its inputs before; {} where it is created.
        new: Its inputs after; {} where it is deleted.
    """

    operation: str
    type: str
    name: str
    old: Inputs
    new: Inputs

    @property
    def router(self) -> str:
        """The router that it is on; "": none."""
        return str((self.new or self.old).get("router") or "") if "router:" in self.type else ""

    def value(self, key: str) -> str:
        """An input as a text, the new one where there is one; "": there is none."""
        return str((self.new or self.old).get(key) or "")


def preview(stack: str, project: Path, refresh: bool) -> list[Step]:
    """The steps of a preview that is made now.

    Raises:
        PreviewError: There is none; the text has the engine's errors.
    """
    argv = ["pulumi", "preview", "--json", "--non-interactive", "--stack", stack, *(["--refresh"] if refresh else [])]
    try:
        done = subprocess.run(argv, cwd=project, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except FileNotFoundError:
        raise PreviewError("there is no command `pulumi` in PATH", "make setup") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PreviewError(f"`pulumi preview` failed: {error}") from None
    if done.returncode:
        raise PreviewError("`pulumi preview` failed:\n" + "\n".join(_errors(done.stdout) or [done.stderr.strip()]))
    return steps_in(done.stdout)


def steps_in(text: str) -> list[Step]:
    """The steps that change something, from what `pulumi preview --json` has printed.

    Raises:
        PreviewError: It is no such text.
    """
    found = _content(text)
    try:
        return [step for each in found.get("steps") or () if (step := step_of(each))]
    except (KeyError, TypeError, AttributeError) as error:
        raise PreviewError(f"the preview is not understood: {error!r}") from None


def _content(text: str) -> dict[str, Any]:
    """The JSON object, before which there may be warnings."""
    start = text.find("{")
    try:
        found = json.loads(text[start:]) if start >= 0 else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise PreviewError("the preview is not understood: it is no JSON of `pulumi preview --json`")
    return found


def _errors(text: str) -> list[str]:
    """The errors in what a failed preview has printed."""
    try:
        return [each["message"].strip() for each in _content(text)["diagnostics"] if each["severity"] == "error"]
    except (PreviewError, KeyError, TypeError, AttributeError):
        return []


def step_of(each: Mapping[str, Any]) -> Step | None:
    """A step as Pulumi has it in JSON; None where it changes nothing by itself."""
    operation, urn = each["op"], each["urn"]
    type_, _, name = urn.split("::", 2)[2].partition("::")
    own = type_.rpartition("$")[2]
    state = each.get("newState") or each.get("oldState") or {}
    if operation in _UNCHANGED | _PARTS or own.startswith(_PULUMIS) or not state.get("custom"):
        return None
    old = _inputs(each.get("oldState")) if operation != "create" else {}
    new = _inputs(each.get("newState")) if operation != "delete" else {}
    return Step(operation, own.removeprefix("pulumi-python:dynamic/"), name, old, new)


def _inputs(state: Mapping[str, Any] | None) -> dict[str, Any]:
    """A resource's inputs without Pulumi's own."""
    return dict(_own((state or {}).get("inputs") or {}))


def _own(inputs: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((key, value) for key, value in inputs.items() if not key.startswith("__"))


def numeric(name: str) -> tuple[int, ...]:
    """Sorts addresses by their numbers; other names come first."""
    return tuple(int(part) for part in name.split(".") if part.isdigit())
