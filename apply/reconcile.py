"""Ensure: bring one object on a router to what is wanted, or take it away, and be sure of the result."""

from collections.abc import Callable
from typing import Any, Protocol

from errors import ConflictError, RouterError
from platforms.object_type import Before, Lines, ObjectType, texts_of
from platforms.plan import Plan
from platforms.running import Running


class Router(Protocol):
    """What is needed of a router here; `apply.device.Device` is one."""

    def running(self) -> Running:
        """The running configuration as it is now."""

    def change(self, planned: Callable[[Any], Plan]) -> None:
        """What is planned took effect, or an error says what did."""


def reconcile(
    name: str,
    router: Router,
    object_type: ObjectType[Any],
    values: Any,
    previous: Any = None,
    adopt: bool = False,
    before: Before = None,
) -> None:
    """The router holds the object as wanted.

    Args:
        name: The router's name in the configuration.
        router: The router.
        object_type: What sort of object.
        values: The object as wanted.
        previous: The object as this stack last applied it; None where the stack is new to it.
        adopt: Take over an object that is there already and differs.
        before: What the router had of it before this stack came; whatever was added since is drift.

    Raises:
        ConflictError: The object is there, was not made by this stack, and differs.
        RefusalError: The router refused a line; what was undone is part of it.
    """
    wanted = object_type.lines(values)
    running = object_type.running(router.running().tree, values, before)
    met, asked = (running, wanted) if previous is None else _met_now(running, wanted, object_type.lines(previous))
    if not adopt and only_in(met, asked):
        raise _conflict(name, object_type, object_type.identity(values), met, asked)
    router.change(lambda tree: object_type.plan(tree, values, previous, before))
    now = object_type.running(router.running().tree, values, before)
    if now != wanted or object_type.plan(router.running().tree, values, previous, before).commands:
        raise RouterError(
            name,
            f"'{object_type.identity(values)}' was configured without complaint, "
            f"yet the running configuration differs:\n{differing(now, wanted)}",
            "the next `pulumi up` tries again",
        )


def _conflict(name: str, object_type: ObjectType[Any], identity: str, met: Lines | None, asked: Lines) -> ConflictError:
    """What is there already and differs; a member of a peer group is called so, with the group's name."""
    lines = differing(met, asked)
    if named := object_type.inherits(only_in(met, asked)):
        return ConflictError(
            name,
            f"{named}, which the stack does not own, and '{identity}' would change that:\n{lines}",
            "take it out there, leave it out of the configuration, or set adopt: true: the stack then takes it over, "
            "and destroy gives it back",
        )
    return ConflictError(
        name,
        f"'{identity}' is on the router already and differs:\n{lines}",
        "remove what is unwanted there, change the configuration to match, or set adopt: true",
    )


def _met_now(running: Lines | None, wanted: Lines, known: Lines) -> tuple[Lines | None, Lines]:
    """What runs and what is wanted of the parts declared since: a new neighbor may be there already, not ours."""
    if not isinstance(running, dict) or not isinstance(wanted, dict):
        return None, wanted
    new = running.keys() & wanted.keys() - set(known)
    return {key: running[key] for key in running if key in new}, {key: wanted[key] for key in wanted if key in new}


def only_in(running: Lines | None, wanted: Lines) -> list[str]:
    """The lines the router has and nobody wants."""
    have, want = texts_of(running), texts_of(wanted)
    return [
        line.strip()
        for key, text in have.items()
        for line in text.splitlines()
        if line not in want.get(key, "").splitlines()
    ]


def differing(running: Lines | None, wanted: Lines) -> str:
    """What the router has (-) and what is wanted (+), without what both agree on."""
    have, want = texts_of(running), texts_of(wanted)
    missing = [
        line.strip()
        for key, text in want.items()
        for line in text.splitlines()
        if line not in have.get(key, "").splitlines()
    ]
    return "\n".join([f"    - {line}" for line in only_in(running, wanted)] + [f"    + {line}" for line in missing])
