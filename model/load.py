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


# What a key's value must look like, in the reader's words; by the key's name, or by pydantic's kind of finding.
_MUST_BE = {
    "asn": "an AS number is a whole number from 1 to 4294967295",
    "remoteAs": "an AS number is a whole number from 1 to 4294967295",
    "rd": "a route distinguisher is ASN:number or address:number, such as 65000:1",
    "import": "a route target is ASN:number or address:number, such as 65000:1",
    "export": "a route target is ASN:number or address:number, such as 65000:1",
    "interfaces": "an interface is IOS's long name and its address, such as GigabitEthernet2: 10.0.0.254/24",
    "prefixLists": "an entry is written as IOS prints it, with its sequence number: seq 5 deny 0.0.0.0/0 le 32",
    "peers": "a peer is an IPv4 address of the router",
    "nodes": "a node is its name and the IPv4 address it peers from, such as worker1: 10.0.0.11",
    "pools": "a pool is a list of IPv4 prefixes without host bits, such as 10.100.0.0/24",
    "hostKey": "a host key is its type and its base64 text, as ssh-keyscan prints them",
}


def _problem(detail: Any, values: Mapping[str, Any]) -> Problem:
    """One of pydantic's findings in the words of this program: where, the offending value, what is allowed."""
    where = [str(part) for part in detail["loc"] if part != "[key]"]
    path = ".".join(where)
    if detail["type"] == "extra_forbidden":
        return Problem(path, f"unknown key '{where[-1]}'", "look for a spelling mistake; keys are camelCase")
    if detail["type"] == "missing":
        return Problem(path, "is missing")
    what = f"'{_shown(_value_at(values, detail['loc']))}': {_lower_first(detail['msg'])}"
    rule = next((_MUST_BE[part] for part in reversed(where) if part in _MUST_BE), "")
    if detail["type"] == "string_pattern_mismatch":
        what = f"'{_shown(_value_at(values, detail['loc']))}' is not of the form that is needed here"
    return Problem(path, what, rule)


def _shown(value: Any) -> Any:
    """A number as the person typed it: Pulumi hands 65000 over as 65000.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _value_at(values: Any, location: tuple[int | str, ...]) -> Any:
    """The value the YAML holds at a location; a mapping's own key where the key itself is at fault."""
    if location[-1] == "[key]":
        return location[-2]
    for part in location:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return values
    return values
