"""One type of object that a stack owns on a router: its lines, what runs, and the plans from one to the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from model.base import Value
from platforms.history import History
from platforms.plan import Plan
from printable import printable

Lines = str | dict[str, str]


@dataclass(frozen=True)
class RouterObject:
    """One object that a stack owns on a router.

    Attributes:
        type: The name of its type in `Platform.object_types`.
        name: Its name among the router's objects; its resource is called `ROUTER-NAME`.
        values: Its values, JSON types: the inputs of its resource.
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

    def own_marks(self, marks: Mapping[str, str]) -> dict[str, str]:
        """Those of a stack's password fingerprints, by configuration key, that are of its sessions."""
        return {key: mark for key, mark in marks.items() if key in self.password_keys}

    def marked_values(self, marks: Mapping[str, str]) -> dict[str, Any]:
        """Its values with the fingerprints of its sessions' passwords."""
        own = self.own_marks(marks)
        return {**self.values, "password_marks": own} if own else self.values


def shown(lines: Lines | None) -> Lines | None:
    """The running lines of an object, with control characters escaped."""
    if isinstance(lines, dict):
        return {printable(part): printable(text) for part, text in lines.items()}
    return lines if lines is None else printable(lines)


def texts_of(lines: Lines | None) -> dict[str, str]:
    """The texts of an object by part; an object of one text has it as its part ""."""
    if lines is None:
        return {}
    return {"": lines} if isinstance(lines, str) else lines


V = TypeVar("V", bound=Value)
H = TypeVar("H", bound=History)


class ObjectType(Protocol[V, H]):
    """One type of object that a stack owns on a router; every method is pure.

    The stack owns what `values` declares, now and when it was applied last (`previous`), and additions to the object's
    sets and settings since `before`, which are drift. Everything else in the object is foreign and stays. Where
    `before` is None, it is unknown: then only what is declared is owned.
    """

    values: type[V]
    history: type[H]

    def identity(self, values: V) -> str:
        """The object's name, which never changes."""

    def lines(self, values: V) -> Lines:
        """The wanted text in normal form."""

    def running(self, tree: Any, values: V, before: H | None = None) -> Lines | None:
        """The running text in normal form; None where the object does not exist."""

    def foreign(self, tree: Any, values: V) -> list[str]:
        """The object's lines that the stack does not own."""

    def before(self, tree: Any, values: V) -> H:
        """The original lines, which `removal` restores, read at the creation."""

    def before_update(self, tree: Any, values: V, previous: V, before: H) -> H:
        """The same at an update from `previous`: newly declared parts are read, and what the update removes is kept."""
        return before

    def plan(self, tree: Any, values: V, previous: V | None, before: H | None = None) -> Plan:
        """The plan from the running to the wanted lines; `previous` are the values applied last, None at the creation.

        Raises:
            PlanError: The router would refuse every sequence of lines that leads there.
        """

    def removal(self, tree: Any, values: V, before: H) -> Plan:
        """The plan that removes what the stack owns and restores `before`."""

    def inherits(self, lines: Iterable[str]) -> str:
        """Which of the object's lines are inherited from foreign configuration, as a clause; "" for none."""
        return ""

    def line_count(self, running: Lines | None) -> int:
        """How many lines run of the object, 0 where none of them sets anything."""
        return sum(len(text.splitlines()) for text in texts_of(running).values())
