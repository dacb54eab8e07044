"""What was found, as text and as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from cluster.differing import FieldDifference
from drift.found import Difference, Found
from printable import LINE_CHARACTERS, one_line


def text(found: Found) -> str:
    """Every difference owner by owner, then what was not looked at, then one line that counts."""
    lines = [line for each in found.differences for line in _difference(each)]
    lines += [f"not looked at: {one_line(f'{each.owner}: {each.why}', LINE_CHARACTERS)}" for each in found.unseen]
    lines += [f"note: {one_line(note, LINE_CHARACTERS)}" for note in found.notes]
    return "\n".join([*lines, _count(found)])


def _difference(difference: Difference) -> Iterator[str]:
    yield f"{one_line(difference.owner)}: {one_line(difference.object)}"
    yield from (f"  {one_line(line, LINE_CHARACTERS)}" for line in difference.lines)
    yield from (f"  {one_line(field_text(field), LINE_CHARACTERS)}" for field in difference.fields)


def field_text(field: FieldDifference) -> str:
    """What differs in a field, as a text."""
    if not field.field:
        return "is not there"
    actual = "is not there" if field.actual is None else f"is {json.dumps(field.actual)}"
    return f"{field.field}: wanted {json.dumps(field.wanted)}, {actual}"


def _count(found: Found) -> str:
    looked = ", ".join(f"{owner} ({_many(count)})" for owner, count in found.looked_at.items()) or "nothing"
    if not found.differences:
        return f"no drift; looked at {looked}"
    return f"drift in {_many(len(found.differences))}; looked at {looked}"


def _many(count: int) -> str:
    return "1 object" if count == 1 else f"{count} objects"


def as_json(found: Found, stack: str) -> str:
    """The same as JSON."""
    content: dict[str, Any] = {
        "stack": stack,
        "drift": bool(found.differences),
        "differences": [_as_json(each) for each in found.differences],
        "notLookedAt": [{"owner": each.owner, "why": each.why, "allowed": each.is_allowed} for each in found.unseen],
        "notes": found.notes,
        "lookedAt": found.looked_at,
    }
    return json.dumps(content, indent=2)


def _as_json(difference: Difference) -> dict[str, Any]:
    """Lines of a router, or fields of the cluster."""
    content = asdict(difference)
    return {key: value for key, value in content.items() if value}
