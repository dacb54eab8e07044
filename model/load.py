"""A checked Stack from a mapping of configuration keys, or every problem at once."""

import copy
import json
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from errors import IntentError, Problem
from model.base import whole
from model.checks import problems_of
from model.expectation import Location, expectation, values_at
from model.keys import OBJECTS, key_problems
from model.leaking import with_targets
from model.paths import path_to
from model.stack import Stack
from printable import lower_first, one_line


def stack_from(values: Mapping[str, Any], source: str = "the stack's configuration") -> Stack:
    """The stack that `values` describes: top-level keys without the project prefix, secrets left out.

    Raises:
        IntentError: All problems of the values' form; where only keys are unknown, those of the checks as well.
    """
    stack, problems = _checked(values)
    if problems or stack is None:
        raise IntentError(problems, source)
    return stack


def findings(
    values: Mapping[str, Any], keys: Collection[str], secrets: Collection[str], environment: Collection[str] | None
) -> tuple[Stack | None, list[Problem]]:
    """The stack, None where its form is not valid; and every problem of the keys, the form, and the checks.

    The values are without secrets; `key_problems` has the meaning of the other arguments.
    """
    stack, problems = _checked({key: values[key] for key in OBJECTS if key in values and key not in secrets})
    # `key_problems` reports an object that is a secret.
    problems = [problem for problem in problems if problem.path not in secrets]
    return stack, problems + list(key_problems(keys, secrets, values, environment))


def _checked(values: Mapping[str, Any]) -> tuple[Stack | None, list[Problem]]:
    """The stack without unknown keys, None with any other problem of its form; and all problems."""
    problems: list[Problem] = []
    try:
        stack = Stack.model_validate(dict(values))
    except ValidationError as error:
        details: list[Any] = error.errors(include_url=False)
        problems = form_problems(details, values, Stack)
        if any(detail["type"] != "extra_forbidden" for detail in details):
            return None, problems
        stack = Stack.model_validate(_without(values, [detail["loc"] for detail in details]))
    stack = with_targets(stack)
    return stack, problems + problems_of(stack)


def _without(values: Mapping[str, Any], locations: list[Location]) -> dict[str, Any]:
    kept = copy.deepcopy(dict(values))
    for *above, key in locations:
        holder: Any = kept
        for part in above:
            holder = holder[part]
        del holder[key]
    return kept


def form_problems(details: list[Any], values: Mapping[str, Any], model: type[BaseModel]) -> list[Problem]:
    """Pydantic's findings about values of a model as problems, one for each place."""
    above = {detail["loc"][:length] for detail in details for length in range(len(detail["loc"]))}
    problems: dict[str, Problem] = {}
    for detail in details:
        # Pydantic counts only valid items: it reports a list of invalid ones as too short as well.
        if not (detail["type"] == "too_short" and detail["loc"] in above):
            problem = _problem(detail, values, model)
            problems.setdefault(problem.path, problem)
    return list(problems.values())


def _problem(detail: Any, values: Mapping[str, Any], model: type[BaseModel]) -> Problem:
    """One of pydantic's findings as a problem: path, offending value, and what is allowed."""
    location, rule = detail["loc"], ""
    if detail["type"] != "extra_forbidden":
        location, rule = expectation(model, location, values)
    path = path_to(part for part in location if part != "[key]")
    if detail["type"] == "extra_forbidden":
        hint = "look for a spelling mistake; keys are camelCase"
        return Problem(path, f"unknown key '{one_line(str(location[-1]))}'", hint, code="FORM01")
    if detail["type"] == "missing":
        return Problem(path, "is missing", code="FORM02", expected=rule)
    found = _shown(_value_at(values, location))
    general = "pattern" in detail["type"] or location != detail["loc"]
    what = "does not have the required form" if general else _WORDS.get(detail["type"], lower_first(detail["msg"]))
    return Problem(path, what, code="FORM03", found=found, expected=rule)


def _shown(value: Any) -> str:
    """A value as the YAML writes it, on one line."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, str) and not value.strip():
        return repr(value) if value else "an empty text"
    return one_line(str(whole(value)))


# Pydantic's messages name Python's types; these name YAML's.
_WORDS = {
    "dict_type": "input should be a mapping",
    "model_type": "input should be a mapping",
    "model_attributes_type": "input should be a mapping",
    "tuple_type": "input should be a list",
    "frozen_set_type": "input should be a list",
    "string_type": "input should be a text",
}


def _value_at(values: Any, location: Location) -> Any:
    """The YAML's value at a location; the key itself where the location ends in `[key]`."""
    return location[-2] if location[-1] == "[key]" else values_at(values, location)
