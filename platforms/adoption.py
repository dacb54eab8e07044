"""What of a configured router a stack can describe: the Protocol of its reader."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError

from platforms.found import Found
from platforms.object_type import ObjectType
from platforms.running import Running


def fits(form: TypeAdapter[Any], text: str) -> bool:
    """Whether a text is of a type of the model."""
    try:
        form.validate_python(text)
    except ValidationError:
        return False
    return True


# An object with its type.
Typed = tuple[ObjectType[Any, Any], Any]


class Adoption(Protocol):
    """Reads a configured router.

    Attributes:
        router: The platform's name in messages: `IOS-XE`.
        command: The command whose output a file may contain.
        takes_members: Whether the stack takes over a neighbor that has settings from elsewhere, with `adopt: true`.
    """

    router: str
    command: str
    takes_members: bool

    def is_configuration(self, running: Running) -> bool:
        """Whether a text is the running configuration of such a router."""

    def found(self, running: Running, where: str) -> Found:
        """Everything that a stack can describe; messages call the router `where`.

        Raises:
            RouterError: BGP does not run there.
        """

    def inherited(self, wanted: Typed, running: Running) -> Iterable[str]:
        """Which settings of the object come from configuration that the stack does not own, a sentence each."""

    def left_over(self, objects: Sequence[Typed], running: Running) -> list[str]:
        """The lines that stay foreign after the stack takes over these objects."""
