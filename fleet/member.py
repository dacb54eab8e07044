"""One stack of a fleet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from model.stack import Stack

# A router by its host and port.
Router = tuple[str, int]


@dataclass(frozen=True)
class Member:
    """One stack of a fleet.

    Attributes:
        name: Its name.
        stack: What it describes.
        values: Its values, where the fleet file describes it; None: its own file does, which is used as it is.
        place: Where the value at a path of a stack's file is written.
    """

    name: str
    stack: Stack
    values: dict[str, Any] | None = field(repr=False)
    place: Callable[[str], str] = field(repr=False, compare=False)

    @property
    def routers(self) -> frozenset[Router]:
        """The routers that it configures, or reads."""
        return frozenset(router_of(each) for each in self.stack.routers.values() if each.host)

    @property
    def configured(self) -> frozenset[Router]:
        """Those of them that it configures."""
        return frozenset(router_of(each) for each in self.stack.routers.values() if each.host and each.managed)


def router_of(router: Any) -> Router:
    """A router's host and port; two names of one host are two routers, as for every lock of the program."""
    return str(router.host).lower(), router.port
