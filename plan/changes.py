"""What each step changes, as lines: those of a router, or the fields of an object in the cluster."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import ndiff
from typing import Any

from plan.preview import Step, numeric

_OBJECTS = "kubernetes:"
# Kubernetes' and Pulumi's own, in what is read of an object.
_OTHERS = frozenset({"status", "managedFields", "uid", "resourceVersion", "generation", "creationTimestamp"})
_PULUMIS = "pulumi.com/"
_VERBS = {"create": "is made", "update": "changes", "delete": "is removed", "replace": "is removed and made anew"}
# What is done where that is no change of lines or fields.
_DONE = {
    "router:RouterAccess": "the login is checked",
    "router:SavedConfiguration": "the running configuration is saved",
    "command:local:Command": "runs",
}
_CONFIGURATION = "calico:BgpConfiguration"


@dataclass(frozen=True)
class Line:
    """A line of a difference: `sign` is `+`, `-`, or a space for a line that stays."""

    sign: str
    text: str


@dataclass(frozen=True)
class Change:
    """One step, as it is shown.

    Attributes:
        side: `router`, `cluster` or `here`, this machine.
        owner: The router's name, `cluster`, or `this machine`.
        title: The object.
        verb: What becomes of it.
        lines: Its difference.
    """

    side: str
    owner: str
    title: str
    verb: str
    lines: tuple[Line, ...] = ()


def change_of(step: Step) -> Change:
    """A step as it is shown."""
    side, owner = _place(step)
    if step.type in _DONE and "lines" not in {**step.old, **step.new}:
        return Change(side, owner, _title(step), _DONE[step.type])
    return Change(side, owner, _title(step), _VERBS.get(step.operation, step.operation), tuple(_lines(step)))


def _place(step: Step) -> tuple[str, str]:
    if step.router:
        return "router", step.router
    is_clusters = step.type.startswith((_OBJECTS, _CONFIGURATION))
    return ("cluster", "cluster") if is_clusters else ("here", "this machine")


def _title(step: Step) -> str:
    """A router's object without the router's name; in the cluster kind, namespace and name."""
    if step.router:
        return step.name.removeprefix(f"{step.router}-")
    if step.type == _CONFIGURATION:
        return f"BGPConfiguration {step.value('name')}"
    metadata = (step.new or step.old).get("metadata")
    if not isinstance(metadata, Mapping):
        return step.name
    namespace, kind = metadata.get("namespace"), step.value("kind") or step.type.rpartition(":")[2]
    return f"{kind} {f'{namespace}/' if namespace else ''}{metadata.get('name', step.name)}"


def _lines(step: Step) -> Iterator[Line]:
    """The difference; of a long text only what is near a change."""
    before, after = _text(step, step.old), _text(step, step.new)
    marked = [Line(line[0], line[2:]) for line in ndiff(before, after) if line[0] != "?"]
    return near_changes(marked)


def near_changes(lines: list[Line], around: int = 3) -> Iterator[Line]:
    """The lines that change and those around them; `…` stands for the others."""
    changed = [place for place, line in enumerate(lines) if line.sign != " "]
    kept = {place + offset for place in changed for offset in range(-around, around + 1)}
    skipping = False
    for place, line in enumerate(lines):
        if place in kept:
            yield line
        elif not skipping:
            yield Line(" ", "…")
        skipping = place not in kept


def _text(step: Step, inputs: Mapping[str, Any]) -> list[str]:
    if "lines" in inputs:
        return _router_text(inputs["lines"])
    if step.router:
        return []
    shown = ("spec",) if step.type == _CONFIGURATION else sorted(inputs.keys() - {"apiVersion", "kind"})
    return list(_fields(_cleaned({key: inputs[key] for key in shown if key in inputs})))


def _router_text(lines: Any) -> list[str]:
    """A router's object as one text: its own part, then those of its neighbors."""
    texts: Iterable[str] = [lines]
    if isinstance(lines, Mapping):
        own = [part for part in lines if not part[:1].isdigit()]
        addresses = [part for part in lines if part not in own]
        texts = [lines[part] for part in (*own, *sorted(addresses, key=numeric))]
    return [line for text in texts for line in str(text or "").splitlines()]


def _cleaned(value: Any) -> Any:
    """Without what Kubernetes and Pulumi keep in an object for themselves."""
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    kept = {key: _cleaned(each) for key, each in value.items() if not _is_others(key)}
    return {key: each for key, each in kept.items() if each != {}}


def _is_others(key: str) -> bool:
    return key in _OTHERS or key.startswith(_PULUMIS)


def _fields(value: Any, indent: str = "") -> Iterator[str]:
    """An object's fields, one a line, as YAML writes them."""
    for key in sorted(value):
        each = value[key]
        if isinstance(each, Mapping) and each:
            yield f"{indent}{key}:"
            yield from _fields(each, indent + "  ")
        elif isinstance(each, list) and each:
            yield f"{indent}{key}:"
            yield from (f"{indent}- {_value(entry)}" for entry in each)
        else:
            yield f"{indent}{key}: {_value(each)}"


def _value(value: Any) -> str:
    """A value on one line; Pulumi hands whole numbers over as floats."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)
