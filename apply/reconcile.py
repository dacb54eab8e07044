"""Bring one object on a router to its wanted lines, and compare the result."""

from collections.abc import Callable
from typing import Any, Protocol

from errors import ConflictError, RouterError
from platforms.history import History
from platforms.object_type import Lines, ObjectType, texts_of
from platforms.plan import Plan
from platforms.running import Running


class Router(Protocol):
    """The part of `apply.device.Device` that is used here."""

    def running(self) -> Running:
        """The running configuration as it is now."""

    def change(self, planned: Callable[[Any], Plan]) -> None:
        """Apply a plan; an error says what was applied of it."""


def reconcile(
    name: str,
    router: Router,
    object_type: ObjectType[Any, Any],
    values: Any,
    previous: Any = None,
    adopt: bool = False,
    before: History | None = None,
) -> None:
    """Bring an object to its wanted lines.

    Args:
        name: The router's name in the configuration.
        router: The router.
        object_type: The object's type.
        values: The object as wanted.
        previous: The object as this stack applied it last; None at the creation.
        adopt: Whether to take over an object that exists and differs.
        before: What the router had of it before this stack; additions since then are drift.

    Raises:
        ConflictError: The object exists, differs, and this stack did not make it.
        RefusalError: The router refused a line; says what was undone.
    """
    wanted = object_type.lines(values)
    running = object_type.running(router.running().tree, values, before)
    found, new = (running, wanted) if previous is None else _new_parts(running, wanted, object_type.lines(previous))
    if not adopt and only_in(found, new):
        raise _conflict(name, object_type, object_type.identity(values), found, new)
    router.change(lambda tree: object_type.plan(tree, values, previous, before))
    now = object_type.running(router.running().tree, values, before)
    if now != wanted or object_type.plan(router.running().tree, values, previous, before).commands:
        raise RouterError(
            name,
            f"'{object_type.identity(values)}' was accepted by the router, "
            f"yet the running configuration differs:\n{differing(now, wanted)}",
            "the next `pulumi up` tries again",
        )


def _conflict(
    name: str, object_type: ObjectType[Any, Any], identity: str, found: Lines | None, wanted: Lines
) -> ConflictError:
    """The error for an object that exists and differs; names the peer group or template that it inherits from."""
    lines = differing(found, wanted)
    if named := object_type.inherits(only_in(found, wanted)):
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


def _new_parts(running: Lines | None, wanted: Lines, known: Lines) -> tuple[Lines | None, Lines]:
    """What runs and what is wanted of the parts declared since: a new neighbor may exist already as a foreign one."""
    if not isinstance(running, dict) or not isinstance(wanted, dict):
        return None, wanted
    new = running.keys() & wanted.keys() - set(known)
    return {key: running[key] for key in running if key in new}, {key: wanted[key] for key in wanted if key in new}


def only_in(first: Lines | None, second: Lines | None) -> list[str]:
    """The lines of the first that the second does not have."""
    other = texts_of(second)
    return [
        line.strip()
        for key, text in texts_of(first).items()
        for line in text.splitlines()
        if line not in other.get(key, "").splitlines()
    ]


def differing(running: Lines | None, wanted: Lines) -> str:
    """The lines only the router has (-) and the lines only the stack wants (+)."""
    added, missing = only_in(running, wanted), only_in(wanted, running)
    return "\n".join([f"    - {line}" for line in added] + [f"    + {line}" for line in missing])
