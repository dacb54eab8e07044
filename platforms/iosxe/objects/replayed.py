"""The commands that write lines of a configuration again."""

from collections.abc import Iterable

from platforms.iosxe.tree import Node
from platforms.plan import Command
from platforms.plan_builder import Mode


def replayed(nodes: Iterable[Node], mode: Mode = (), why: str = "") -> list[Command]:
    """The commands that write these lines again, and all below them."""
    commands: list[Command] = []
    for node in nodes:
        commands.append(Command(node.line, mode, why, settled=True))
        commands.extend(replayed(node, (*mode, node.line), why))
    return commands
