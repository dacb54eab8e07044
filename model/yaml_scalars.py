"""The values of YAML's unquoted texts: by YAML 1.2's core schema, by Pulumi's engine, and by kubectl.

Source: YAML 1.2.2 section 10.3.2 (core schema); `resolve.go` and `parseTimestamp` of gopkg.in/yaml.v3, which Pulumi
reads a stack's file with; `kubectl config view --raw -o json` of kubectl 1.34.4 for how kubeconfigs are read.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from types import NoneType
from typing import NamedTuple

Scalar = str | int | float | bool | None


class Reading(NamedTuple):
    """How unquoted texts are read, as values and as keys; a key's result is text."""

    value: Callable[[str], Scalar]
    key: Callable[[str], str]


_NAMES = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_BOOLEANS_1_1 = {
    form: value
    for value, words in ((True, ("y", "yes", "on")), (False, ("n", "no", "off")))
    for word in words
    for form in (word, word.capitalize(), word.upper())
}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_DATE = re.compile(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[Tt ]+([0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2})\S*.*)?")
_LONGEST_INTEGER = 40  # of digits; longer ones are outside every range


def core(text: str) -> Scalar:
    """The value of an unquoted text in YAML 1.2; numbers that JSON does not have stay text."""
    if text in _NAMES:
        return _NAMES[text]
    if re.fullmatch("[-+]?[0-9]+", text):
        return int(text) if len(text) <= _LONGEST_INTEGER else float(text)
    if re.fullmatch("0o[0-7]+|0x[0-9a-fA-F]+", text) and len(text) <= _LONGEST_INTEGER:
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text


def engine(text: str) -> Scalar:
    """The value for the engine, which also reads binary and old octal numbers, underscores in numbers, and dates."""
    if text in _NAMES:
        return _NAMES[text]
    if date := _DATE.fullmatch(text):
        return _dated(text, date[1], date[2])
    if not re.match("[-+0-9.]", text):
        return text
    # After a leading point Go accepts an underscore only between two digits.
    plain = re.sub("(?<=[0-9])_(?=[0-9])", "", text) if text.startswith(".") else text.replace("_", "")
    number = _whole(plain)
    if number is not None:
        return number if -(2**63) <= number < 2**63 else _as_json(float(number))
    if _FLOAT.fullmatch(plain) and abs(float(plain)) != float("inf"):
        return float(plain)
    return text


def _as_json(number: float) -> int | float:
    """A float as Go writes it into JSON: a whole number below 1e21 without exponent or point."""
    whole = abs(number) < 1e21 and number.is_integer()
    return int(Decimal(repr(number))) if whole else number


def _whole(text: str) -> int | None:
    """A whole number as Go's `ParseInt` reads it with base 0; None: no number, or more than 40 digits."""
    if len(text) > _LONGEST_INTEGER or not re.fullmatch("[-+]?[0-9]\\w*", text, re.ASCII):
        return None
    try:
        return int(re.sub("^([-+]?0)(?=[0-9])", r"\1o", text), 0)
    except ValueError:
        return None


def _dated(text: str, day: str, time: str | None) -> str:
    """A date as the engine passes it on: as Go prints it, the time of day without its zone."""
    try:
        moment = datetime.strptime(f"{day} {time or '0:0:0'}", "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return text
    return f"{moment:%Y-%m-%d %H:%M:%S} +0000 UTC"


def is_plain(text: str) -> bool:
    """Whether YAML 1.2 and the engine read an unquoted text as the same value."""
    ours, theirs = core(text), engine(text)
    same = ours == theirs and all(isinstance(ours, kind) == isinstance(theirs, kind) for kind in (str, bool, NoneType))
    return same and not _NOT_FINITE.fullmatch(text) and not _DATE.fullmatch(text)


def is_plain_key(text: str) -> bool:
    """Whether an unquoted key is the same text for the engine, which prints the value that it read."""
    read = engine(text)
    if isinstance(read, bool | None):
        return text in ("true", "false")
    return is_plain(text) and (isinstance(read, str) or (isinstance(read, int) and str(read) == text))


def _printed(text: str) -> str:
    """A key as the engine prints the value that it read."""
    read = engine(text)
    if isinstance(read, str | None):
        return "<nil>" if read is None else read
    return json.dumps(_as_json(read) if isinstance(read, float) else read)


def kubectl(text: str) -> Scalar:
    """The value for kubectl: YAML 1.1's booleans; numbers as for the engine; dates and `1:30` stay text."""
    if text in _BOOLEANS_1_1:
        return _BOOLEANS_1_1[text]
    if _NOT_FINITE.fullmatch(text):
        return float("inf")  # not a text: kubectl refuses it everywhere
    return text if _DATE.fullmatch(text) else engine(text)


CORE = Reading(core, str)
ENGINE = Reading(engine, _printed)
KUBECTL = Reading(kubectl, str)
