"""What every kind of object on a router answers: its lines, what runs, and the plans from one to the other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from model.base import Value
from platforms.iosxe.tree import Tree
from printable import printable

Lines = str | dict[str, str]
# What `ObjectType.before` found; None where it is not known: then only what is declared is owned.
Before = dict[str, Any] | None

_SECRET = re.compile(
    r"\b(password|secret|[\w-]*key(?:-string)?|(?:standby|vrrp|glbp|ip nhrp)\b.* authentication)( \d)? \S.*$"
)


@dataclass(frozen=True)
class Command:
    """One configuration line.

    Attributes:
        line: As it is sent.
        mode: The lines of the modes it is typed in, outermost first; none for global configuration.
        why: Its reason, for people.
        settled: Only sent once every line before it was accepted; the others may follow one another unanswered.
    """

    line: str
    mode: tuple[str, ...] = ()
    why: str = ""
    settled: bool = False

    @property
    def shown(self) -> str:
        """The line as people may see it: a password someone else configured is not repeated."""
        return _SECRET.sub(r"\1 …", self.line)

    def __repr__(self) -> str:
        return f"Command({' / '.join((*self.mode, self.shown))!r})"


@dataclass(frozen=True)
class Plan:
    """What to send, and what takes it back.

    Attributes:
        commands: In the order to send; none where nothing is to be done.
        undo: In the order to send; restores the running configuration from any point of `commands`. A line of it whose
            counterpart was never sent may be refused, which does no harm.
        notes: What a person should hear: something was left alone, and why.
    """

    commands: tuple[Command, ...] = ()
    undo: tuple[Command, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RouterObject:
    """One object that a stack owns on a router.

    Attributes:
        type: The name of its type in `Platform.object_types`.
        name: Its name among the router's objects; its resource is called `ROUTER-NAME`.
        values: What it is made of, JSON types: the inputs of its resource.
        after: The names of the objects that are made before it.
        stands_on: For a value that another object has too, the name of that object. Where the value changes, both are
            replaced, and this one is removed first.
        password_keys: The configuration keys of its sessions' passwords.
    """

    type: str
    name: str
    values: dict[str, Any]
    after: tuple[str, ...] = ()
    stands_on: Mapping[str, str] = field(default_factory=dict)
    password_keys: frozenset[str] = frozenset()


V = TypeVar("V", bound=Value)


def shown(lines: Lines | None) -> Lines | None:
    """What runs of an object, fit for a preview; what a stack wants has nothing to escape."""
    if isinstance(lines, dict):
        return {printable(part): printable(text) for part, text in lines.items()}
    return lines if lines is None else printable(lines)


class ObjectType(Protocol[V]):
    """One sort of object a stack owns on a router; every method is pure.

    What the stack owns is what `values` declares, now and when it was applied last (`previous`), and in an object's
    sets and settings what came after it (`before`): somebody's addition to what the stack made is drift. Everything
    else in the same object is foreign and stays as it is.
    """

    values: type[V]

    def identity(self, values: V) -> str:
        """The object's name, the same for ever."""

    def lines(self, values: V) -> Lines:
        """The wanted text in normal form."""

    def running(self, tree: Tree, values: V, before: Before = None) -> Lines | None:
        """What runs of the same, in the same form; None where the object is not there."""

    def foreign(self, tree: Tree, values: V) -> list[str]:
        """The object's lines that the stack does not own."""

    def before(self, tree: Tree, values: V, previous: V | None = None, known: Before = None) -> dict[str, Any]:
        """What `removal` will put back; JSON types, kept from the creation on.

        With `known`, what was found when `previous` was declared first, only what is declared anew is looked up.
        """

    def plan(self, tree: Tree, values: V, previous: V | None, before: Before = None) -> Plan:
        """From what runs to what is wanted; `previous` are the values applied last, None at the creation.

        Raises:
            PlanError: There is no way from here that the router would take.
        """

    def removal(self, tree: Tree, values: V, before: dict[str, Any]) -> Plan:
        """What the stack owns goes, `before` comes back."""
