"""FRRouting on Linux as a `Platform`."""

from collections.abc import Callable, Mapping
from typing import Any

from model.stack import Stack
from platforms.facts import RouterFacts
from platforms.frr.cli.session import Session, connect
from platforms.frr.commit_confirm import CommitConfirm
from platforms.frr.configuration import parse
from platforms.frr.facts import Facts
from platforms.frr.object_types import BY_NAME
from platforms.frr.stack_objects import stack_objects
from platforms.object_type import ObjectType, RouterObject
from platforms.running import Running
from transport.endpoint import Endpoint


class Frr:
    """FRRouting at the shell of its Linux, over SSH."""

    name = "frr"
    object_types: Mapping[str, ObjectType[Any, Any]] = BY_NAME
    revert_command = "the undo on the router"

    def objects(self, stack: Stack, router: str) -> tuple[RouterObject, ...]:
        """The objects that a stack owns on a router, in the order in which they are made."""
        return stack_objects(stack, router)

    def parse(self, text: str) -> Running:
        """What a session reads: `show running-config`, and the kernel's interfaces."""
        lines = (line.rstrip() for line in text.splitlines())
        return Running(text, parse(text), tuple(line for line in lines if line and not line.startswith(_CHANGING)))


_CHANGING = ("!", "Building", "Current")
