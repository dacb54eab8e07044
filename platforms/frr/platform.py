"""FRR as a `Platform`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from errors import Problem
from platforms.frr.configuration import in_order, parse
from platforms.frr.object_types import BY_NAME
from platforms.frr.objects.asked_again import asking
from platforms.frr.printed import configuration
from platforms.object_type import Lines, ObjectType, RouterObject
from platforms.running import Running
from transport.endpoint import Endpoint

if TYPE_CHECKING:
    from model.stack import Stack
    from platforms.adoption import Adoption
    from platforms.facts import RouterFacts
    from platforms.frr.cli.session import Session
    from platforms.frr.commit_confirm import CommitConfirm

_VERSION = "frr version "


class Frr:
    """FRRouting on Linux, at its shell and its `vtysh`, over SSH."""

    name = "frr"
    object_types: Mapping[str, ObjectType[Any, Any]] = BY_NAME
    revert_command = "the undo on the router"

    @property
    def adoption(self) -> "Adoption":
        """Reads what `vtysh` prints."""
        from platforms.frr.adoption.reader import FrrAdoption

        return FrrAdoption()

    def objects(self, stack: "Stack", router: str) -> tuple[RouterObject, ...]:
        """The objects that a stack owns on a router, in the order in which they are made."""
        from platforms.frr.stack_objects import stack_objects

        return stack_objects(stack, router)

    def printed(self, objects: Iterable[tuple[RouterObject, Lines]]) -> str:
        """The text of the objects with their lines, as `show running-config` prints it."""
        return configuration(objects)

    def checks(self, stack: "Stack", router: str) -> Iterator[Problem]:
        """What only FRR and Linux refuse, or accept without effect."""
        from platforms.frr.checks import problems_of

        return problems_of(stack, router)

    def parse(self, text: str) -> Running:
        """A running configuration as a session reads it, with the kernel's interfaces.

        Raises:
            PlanError: The interfaces cannot be read.
        """
        return Running(text, parse(text), in_order(text))

    def connect(self, endpoint: Endpoint, password: str) -> "Session":
        """A session whose user may run `vtysh`.

        Raises:
            RouterError: The router cannot be reached, the login does not work, or there is no known FRR.
        """
        from platforms.frr.cli.session import connect

        return connect(endpoint, password)

    def commit_confirm(self, endpoint: Endpoint, password: str, patience_seconds: float) -> "CommitConfirm":
        """The process on the router that undoes a change."""
        from platforms.frr.commit_confirm import CommitConfirm

        return CommitConfirm(endpoint, password, patience_seconds)

    def facts(self, show: Callable[[str], str]) -> "RouterFacts":
        """The facts of the router's VRFs; `show` returns its answer to a command."""
        from platforms.frr.facts import Facts

        return Facts(show)

    def asking(self, vrf: str, neighbors: Iterable[str]) -> tuple[str, ...]:
        """The commands that ask neighbors of a VRF for a route refresh."""
        return asking(vrf, neighbors)

    def access_facts(self, running: Running) -> dict[str, Any]:
        """The release; FRR keeps no archive."""
        versions = (line.removeprefix(_VERSION) for line in running.lines if line.startswith(_VERSION))
        return {"version": next(versions, "unknown"), "archive": False}


FRR = Frr()
