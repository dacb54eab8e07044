"""IOS-XE as a platform: its one entry for the rest of the program."""

from collections.abc import Mapping
from typing import Any

from model.stack import Stack
from platforms.base import ObjectType, RouterObject
from platforms.iosxe.object_types import BY_NAME
from platforms.iosxe.stack_objects import stack_objects


class IosXe:
    """Cisco IOS-XE at its command line, over SSH."""

    name = "ios-xe"
    object_types: Mapping[str, ObjectType[Any]] = BY_NAME

    def objects(self, stack: Stack, router: str) -> tuple[RouterObject, ...]:
        """The objects that a stack owns on a router, in the order in which they are made."""
        return stack_objects(stack, router)


IOS_XE = IosXe()
