"""A change that a killed run left half-way, as the next run finds it."""

from apply.journal import UnderWay, digest
from apply.notes import note
from apply.properties import values_of
from platforms.iosxe.object_types import BY_NAME
from platforms.iosxe.tree import Tree


def others_since(left: UnderWay, tree: Tree) -> list[str]:
    """The object's lines that others have configured after the change began: the undo could take them along."""
    object_type = BY_NAME[left.partly.kind]
    foreign = object_type.foreign(tree, values_of(object_type, left.partly.properties))
    known = set(left.known)
    return [line for line in foreign if digest([line]) not in known]


def told(router: str, left: UnderWay, done: str) -> None:
    """One line for the person: whose change it was, and what became of it."""
    what = f"'{left.resource}' was left half-way by a run that was killed: {done}"
    note(router, what)
