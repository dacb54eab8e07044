"""A change that a killed run left half-way, as the next run finds it."""

from typing import Any

from apply.journal import UnfinishedChange
from apply.properties import values_of
from platforms.base import Platform
from platforms.running import digest


def foreign_lines_since(change: UnfinishedChange, platform: Platform[Any], tree: Any) -> list[str]:
    """The object's lines that others have configured after the change began: the undo could take them along."""
    object_type = platform.object_types[change.partly.kind]
    foreign = object_type.foreign(tree, values_of(object_type, change.partly.properties))
    known = set(change.known)
    return [line for line in foreign if digest([line]) not in known]
