"""The stack of a router as a file's text, with what must be known and done about it."""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from adopt.choice import speakers_of
from adopt.named_nodes import only_nodes
from adopt.objects import first_up, objects_of
from adopt.page import page
from adopt.passwords import marks_of, password_problems
from adopt.sentences import not_shared, staying
from adopt.speaker_values import Values
from adopt.speakers import Speakers
from adopt.values import stack_values
from errors import IntentError
from model.leaking import with_targets
from model.load import stack_from
from model.stack import Stack
from model.tables import table_name
from platforms.adoption import Typed
from platforms.base import Platform
from platforms.running import Running


@dataclass(frozen=True)
class Adopted:
    """The stack of a router as a file's text, and sentences beside it.

    Attributes:
        text: The file.
        notes: What stays as it is and is worth knowing.
        left_to_do: What must be done before it is applied, or would change by it.
    """

    text: str
    notes: str
    left_to_do: str


def adopted(running: Running, options: argparse.Namespace, access: Values, platform: Platform[Any]) -> Adopted:
    """The stack of a router."""
    names = dict(options.nodes)
    found = only_nodes(platform.adoption.found(running, options.name or access["host"]), names)
    name = options.name or found.hostname
    speakers = speakers_of(found, options.calico_vrf, options.metallb_vrf, names)
    values = stack_values(found, speakers, access, name, tuple(options.interface))
    objects, problems = _objects(values, name, marks_of(speakers))
    notes, does = list(staying(speakers)), [*first_up(objects, running, platform), *not_shared(found, speakers)]
    about = [
        *_who(name, speakers),
        "Values that are not on the router are placeholders, marked in their lines.",
        *notes,
        *does,
    ]
    text = page(values, about, platform.adoption.left_over(objects, running), ("nodes",) if names else ())
    return Adopted(text, _lines(notes), problems + _lines([*does, *password_problems(speakers)]))


def _who(name: str, speakers: Speakers) -> tuple[str, str]:
    """Which table is whose, and why."""
    calico = table_name(speakers.calico.name)
    if not speakers.metallb:
        only = (
            f"What {name} runs. The nodes are neighbors in {calico} alone, by Calico; MetalLB only assigns addresses:"
        )
        return only, f"{speakers.reason}."
    both = f"What {name} runs. {calico} counts as Calico's, {table_name(speakers.metallb.name)} as MetalLB's:"
    return both, f"{speakers.reason}."


def _lines(sentences: Iterable[str]) -> str:
    return "".join(f"{sentence}\n" for sentence in sentences)


def _objects(values: Values, name: str, marks: dict[str, str]) -> tuple[list[Typed], str]:
    """The router's objects, and what the checks before an `up` find."""
    problems = ""
    try:
        stack_from(values, "what was read")
    except IntentError as error:
        problems = f"{error}\n"
    try:
        return objects_of(with_targets(Stack.model_validate(values)), name, marks), problems
    except ValidationError:
        return [], problems
