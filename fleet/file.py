"""The fleet file: its form, and its text read."""

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from errors import IntentError, Problem
from model.base import Expected, Value, Whole
from model.load import form_problems
from model.names import RouterName, rule
from model.stack_file import UnreadableError, document

StackName = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$", description="A stack's name, as in Pulumi.NAME.yaml"),
    Expected("a stack's name: letters, digits, and - _ ."),
]
Pattern = Annotated[
    str,
    rule(lambda text: bool(re.fullmatch(r"[A-Za-z0-9_.*-]{1,100}", text)), "is no stack's name"),
    Field(description="A stack's name; * stands for any characters"),
    Expected("a stack's name, in which * stands for any characters, such as west-*"),
]
Part = Annotated[
    dict[str, Any],
    Expected("a mapping with keys of a stack, such as `metallb`, without `bgp-coexist:` before them"),
]
RouterPart = Annotated[dict[str, Any], Expected("a mapping with keys of a router, such as `host`")]


class FleetFile(Value):
    """A fleet: its stacks, and the order in which they are applied."""

    defaults: Part = Field({}, description="What every stack described in this file has, below its own values")
    router_defaults: RouterPart = Field(
        {}, description="What every router of the stacks described in this file has, below all else"
    )
    routers: dict[RouterName, RouterPart] = Field(
        {}, description="Routers by name, each written once: a stack that names one has these values below its own"
    )
    stacks: dict[StackName, Part | None] = Field(
        min_length=1,
        description="The stacks by name. One with values is described here, and its Pulumi.NAME.yaml is written from "
        "that; one without values has a Pulumi.NAME.yaml written by hand, which is used as it is",
    )
    canary: tuple[Pattern, ...] = Field((), description="The stacks that are applied and verified before all others")
    waves: tuple[tuple[Pattern, ...], ...] = Field(
        (),
        description="The stacks that are applied after those, wave by wave; those that no wave names are the last one. "
        "A stack is in the first wave that names it",
    )
    parallelism: Annotated[int, Whole, Field(ge=1, le=64), Expected("a whole number from 1 to 64")] = Field(
        8, description="How many stacks are worked on at once, never two of one router"
    )


def read(path: Path) -> FleetFile:
    """The fleet file at a path.

    Raises:
        IntentError: It cannot be read, or has problems of its form; the text lists all of them.
    """
    try:
        found = document(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"is not UTF-8: byte {error.start + 1} is no text") from None
    except (OSError, UnreadableError) as error:
        raise _unreadable(path, f"cannot be read: {getattr(error, 'strerror', error)}") from None
    values = found.value if isinstance(found.value, dict) else {}
    try:
        file = FleetFile.model_validate(values)
    except ValidationError as error:
        details: list[Any] = error.errors(include_url=False)
        raise IntentError([*found.problems, *form_problems(details, values, FleetFile)], path.name) from None
    if found.problems:
        raise IntentError(found.problems, path.name)
    return file


def _unreadable(path: Path, what: str) -> IntentError:
    return IntentError([Problem(path.name, what, code="YAML01")], str(path))
