"""IOS-XE as a `Platform`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from errors import Problem
from platforms.iosxe.cli.revert_timer import REVERT
from platforms.iosxe.object_types import BY_NAME
from platforms.iosxe.objects.asked_again import asking
from platforms.iosxe.printed import configuration
from platforms.iosxe.tree import parse
from platforms.object_type import Lines, ObjectType, RouterObject
from platforms.running import Running
from transport.endpoint import Endpoint

if TYPE_CHECKING:
    from model.stack import Stack
    from platforms.adoption import Adoption
    from platforms.facts import RouterFacts
    from platforms.iosxe.cli.session import Session
    from platforms.iosxe.commit_confirm import CommitConfirm

# Lines that change by themselves: comments with times, the size of the configuration.
_CHANGING = ("!", "Current configuration", "Building")


class IosXe:
    """Cisco IOS-XE at its command line, over SSH."""

    name = "ios-xe"
    object_types: Mapping[str, ObjectType[Any, Any]] = BY_NAME
    revert_command = f"`{REVERT}`"

    @property
    def adoption(self) -> "Adoption":
        """Reads `show running-config`."""
        from platforms.iosxe.adoption.reader import IosXeAdoption

        return IosXeAdoption()

    def objects(self, stack: "Stack", router: str) -> tuple[RouterObject, ...]:
        """The objects that a stack owns on a router, in the order in which they are made."""
        from platforms.iosxe.stack_objects import stack_objects

        return stack_objects(stack, router)

    def printed(self, objects: Iterable[tuple[RouterObject, Lines]]) -> str:
        """The text of the objects with their lines, as one pastes it."""
        return configuration(objects)

    def checks(self, stack: "Stack", router: str) -> Iterator[Problem]:
        """Nothing: the checks of every stack include IOS-XE's, so that its reports keep their order."""
        return iter(())

    def parse(self, text: str) -> Running:
        """A running configuration as `show running-config` prints it; refused where a banner in it does not end."""
        lines = tuple(line for line in text.splitlines() if not line.startswith(_CHANGING))
        return Running(text, parse(text), lines)

    def connect(self, endpoint: Endpoint, password: str) -> "Session":
        """A session with privilege 15 and paging off."""
        from platforms.iosxe.cli.session import connect

        return connect(endpoint, password)

    def commit_confirm(self, endpoint: Endpoint, password: str, patience_seconds: float) -> "CommitConfirm":
        """The revert timer of the router's archive."""
        from platforms.iosxe.commit_confirm import CommitConfirm

        return CommitConfirm(endpoint, password, patience_seconds)

    def facts(self, show: Callable[[str], str]) -> "RouterFacts":
        """The facts of the router's VRFs; `show` returns its answer to a command."""
        from platforms.iosxe.facts import Facts

        return Facts(show)

    def asking(self, vrf: str, neighbors: Iterable[str]) -> tuple[str, ...]:
        """The commands that ask neighbors of a VRF for a route refresh."""
        return asking(vrf, neighbors)

    def access_facts(self, running: Running) -> dict[str, Any]:
        """The release, and whether the router keeps an archive."""
        tops = [node.line for node in running.tree]
        return {
            "version": next((line.removeprefix("version ") for line in tops if line.startswith("version ")), "unknown"),
            "archive": "archive" in tops,
        }


IOS_XE = IosXe()
