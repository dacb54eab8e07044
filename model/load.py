"""From a mapping of configuration keys to a checked Stack, or every problem at once."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from errors import IntentError, Problem
from model.checks import problems_of
from model.stack import Stack


def stack_from(values: Mapping[str, Any], source: str = "the stack's configuration") -> Stack:
    """The stack that `values` describes: top-level keys without the project prefix, secrets left out.

    Raises:
        IntentError: With every problem: first the shape of the values, and where that is sound, how they fit together.
    """
    try:
        stack = Stack.model_validate(dict(values))
    except ValidationError as error:
        raise IntentError([_problem(detail, values) for detail in error.errors(include_url=False)], source) from None
    if problems := problems_of(stack):
        raise IntentError(problems, source)
    return stack


def _problem(detail: Any, values: Mapping[str, Any]) -> Problem:
    """One of pydantic's findings in the words of this program: where, the offending value, what is allowed."""
    where = [str(part) for part in detail["loc"] if part != "[key]"]
    path = ".".join(where)
    kind = detail["type"]
    if kind == "extra_forbidden":
        return Problem(path, f"unknown key '{where[-1]}'", "look for a spelling mistake; keys are camelCase")
    if kind == "missing":
        return Problem(path, "is missing", "see docs/configuration.md for what it means")
    offending = _value_at(values, detail["loc"])
    return Problem(path, f"'{offending}': {_lower_first(detail['msg'])}", _HINTS.get(where[-1], ""))


_HINTS = {
    "asn": "an AS number is 1 to 4294967295; private ones are 64512 to 65534 and 4200000000 to 4294967294",
    "rd": "write it as ASN:number, such as 65000:1",
}


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _value_at(values: Any, location: tuple[int | str, ...]) -> Any:
    """The value the YAML holds at a location; a mapping's own key where the key itself is at fault."""
    for part in location:
        if part == "[key]":
            return location[-2]
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return values
    return values
