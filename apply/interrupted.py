"""A change that a killed run left half-way, as the next run finds it."""

from typing import Any

from apply.journal import UnderWay
from apply.properties import values_of
from platforms.base import Platform
from platforms.running import digest
from printable import note


def others_since(left: UnderWay, platform: Platform[Any], tree: Any) -> list[str]:
    """The object's lines that others have configured after the change began: the undo could take them along."""
    object_type = platform.object_types[left.partly.kind]
    foreign = object_type.foreign(tree, values_of(object_type, left.partly.properties))
    known = set(left.known)
    return [line for line in foreign if digest([line]) not in known]


def told(router: str, left: UnderWay, done: str) -> None:
    """One line for the person: whose change it was, and what became of it."""
    what = f"'{left.resource}' was left half-way by a run that was killed: {done}"
    note(router, what)
