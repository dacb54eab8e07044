"""A change that a killed run left half-way, as the next run finds it."""

from providers.journal import UnderWay, digest
from providers.notes import note
from providers.properties import values_of
from render.iosxe.kinds import BY_NAME
from render.iosxe.tree import Tree


def others_since(left: UnderWay, tree: Tree) -> list[str]:
    """The object's lines that others have configured after the change began: the undo could take them along."""
    kind = BY_NAME[left.partly.kind]
    foreign = kind.foreign(tree, values_of(kind, left.partly.properties))
    known = set(left.known)
    return [line for line in foreign if digest([line]) not in known]


def told(router: str, left: UnderWay, done: str) -> None:
    """One line for the person: whose change it was, and what became of it."""
    what = f"'{left.resource}' was left half-way by a run that was killed: {done}"
    note(router, what)
