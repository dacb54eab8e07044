"""One router: its running configuration, read once, against the lines that the stack's file asks for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from apply.reconcile import only_in
from drift.found import Difference, Found, Unseen
from errors import CoexistError, LoginError, PlanError, RouterError
from model.stack import Stack
from platforms.object_type import Lines, ObjectType, RouterObject, shown
from platforms.passwords import fingerprint
from platforms.registry import platform_of
from platforms.running import Running
from transport.endpoint import Endpoint

Before = Mapping[str, Mapping[str, Any]]
_REORDERED = "~ the same lines in another order"


@dataclass(frozen=True)
class Passwords:
    """The sessions' passwords.

    Attributes:
        marks: The fingerprints of those that are known, by configuration key.
        unknown: The keys of the others: these are not compared.
    """

    marks: Mapping[str, str]
    unknown: frozenset[str] = frozenset()

    def with_stand_ins(self) -> dict[str, str]:
        """The fingerprints, one of no password for each key that is not known."""
        return {**{key: fingerprint(key) for key in self.unknown}, **self.marks}


def router_found(
    stack: Stack, name: str, password: Callable[[], str], passwords: Passwords, before: Before | None
) -> Found:
    """What differs on a router.

    Args:
        stack: The stack.
        name: The router's name in it.
        password: Returns its user's password.
        passwords: The sessions' passwords.
        before: The history of each object by its id; None: it is not known.
    """
    owner, router = f"router {name}", stack.routers[name]
    if not router.managed and not router.host:
        return Found(unseen=[Unseen(owner, "the router is not managed, and the stack has no host of it", True)])
    try:
        running = read(stack, name, password())
    except LoginError as error:
        return Found(unseen=[Unseen(owner, error.what, is_allowed=not router.managed)])
    except CoexistError as error:
        return Found(unseen=[Unseen(owner, str(error))])
    return compared(stack, name, running, passwords, before)


def compared(stack: Stack, name: str, running: Running, passwords: Passwords, before: Before | None) -> Found:
    """What differs on a router with this running configuration."""
    objects = platform_of(stack.routers[name]).objects(stack, name)
    found = [each for wanted in objects if (each := _difference(stack, name, wanted, running, passwords, before))]
    return Found({f"router {name}": len(objects)}, found)


def read(stack: Stack, name: str, password: str) -> Running:
    """A router's running configuration, over one session.

    Raises:
        RouterError: It cannot be reached or read.
    """
    endpoint, platform = Endpoint.of(name, stack.routers[name]), platform_of(stack.routers[name])
    session = platform.connect(endpoint, password)
    try:
        return platform.parse(session.running_configuration())
    except PlanError as error:
        raise RouterError(name, f"its running configuration is not understood: {error.what}") from None
    finally:
        session.close()


def _difference(
    stack: Stack, name: str, wanted: RouterObject, running: Running, passwords: Passwords, before: Before | None
) -> Difference | None:
    object_type = platform_of(stack.routers[name]).object_types[wanted.type]
    values = object_type.values.model_validate(wanted.marked_values(passwords.with_stand_ins()))
    history = _history(object_type, (before or {}).get(f"{name}/{object_type.identity(values)}"))
    lines = tuple(_lines(object_type.running(running.tree, values, history), object_type.lines(values), passwords))
    return Difference(f"router {name}", wanted.name, lines) if lines else None


def _history(object_type: ObjectType[Any, Any], before: Mapping[str, Any] | None) -> Any:
    """What the router had of an object before the stack; None where it is unknown, or of another platform."""
    try:
        return None if before is None else object_type.history.model_validate(before)
    except ValidationError:
        return None


def _lines(running: Lines | None, wanted: Lines, passwords: Passwords) -> Iterator[str]:
    """The lines that differ; the password of a key that is not known is in none of them."""
    there = shown(running)
    removed, missing = only_in(there, wanted), only_in(wanted, there)
    for sign, lines in (("-", removed), ("+", missing)):
        yield from (f"{sign} {line}" for line in lines if not (passwords.unknown and " password <" in line))
    if there != wanted and not removed and not missing:
        yield _REORDERED
