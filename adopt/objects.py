"""The router's objects as a stack describes them, and what the first `up` would do to the router."""

from collections.abc import Iterator, Mapping
from typing import Any

from errors import PlanError
from model.stack import Stack
from platforms.adoption import Typed
from platforms.base import Platform
from platforms.plan import path
from platforms.registry import platform_of
from platforms.running import Running

_TAKEN = "with adopt: true they become the neighbors' own, and `pulumi destroy` restores the original lines"
_NOT_TAKEN = "take them out of it on the router, and give each the lines that it had from there"


def objects_of(stack: Stack, name: str, marks: Mapping[str, str]) -> list[Typed]:
    """The objects that the stack owns on the router of this name, each with its type, in the order they are made.

    The marks are the fingerprints of the sessions' passwords by configuration key.
    """
    platform = platform_of(stack.routers[name])
    objects = []
    for wanted in platform.objects(stack, name):
        object_type = platform.object_types[wanted.type]
        objects.append((object_type, object_type.values.model_validate(wanted.marked_values(marks))))
    return objects


def first_up(objects: list[Typed], running: Running, platform: Platform[Any]) -> list[str]:
    """What the first `up` would do to the router, a sentence each; none where it is adopted unchanged."""
    return [sentence for wanted in objects for sentence in _first_up(wanted, running, platform)]


def _first_up(wanted: Typed, running: Running, platform: Platform[Any]) -> Iterator[str]:
    object_type, values = wanted
    inherited = list(platform.adoption.inherited(wanted, running))
    takes = platform.adoption.takes_members
    for sentence in inherited:
        yield f"`pulumi up` stops: {sentence}; {_TAKEN if takes else _NOT_TAKEN}"
    if inherited and not takes:
        return
    try:
        commands = object_type.plan(running.tree, values, None, object_type.before(running.tree, values)).commands
    except PlanError as error:
        yield f"`pulumi up` stops: {error.what}"
        return
    if inherited:
        yield f"with adopt: true `pulumi up` would send {len(commands)} lines to '{object_type.identity(values)}'"
        return
    for command in commands:
        yield f"`pulumi up` would send: {path(*command.mode, command.line)}"
