"""A plan in the making: each command is noted together with what takes it back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from platforms.iosxe.tree import Node
from platforms.plan import Command, Plan
from printable import printable

Mode = tuple[str, ...]


class PlanBuilder:
    """Commands in order; the undo is their counterparts in the opposite order."""

    def __init__(self) -> None:
        self._commands: list[Command] = []
        self._undo: list[Sequence[Command]] = []
        self.notes: list[str] = []

    def do(
        self, line: str, mode: Mode = (), why: str = "", undo: Iterable[str | Command] = (), ahead: bool = False
    ) -> None:
        """Sends `line`; `undo` takes it back, lines in the same mode unless they are commands of their own.

        Without an undo the line goes together with the object whose creation was noted before it. `ahead` of the
        answers to the lines before it goes only what does no harm where one of those is refused.
        """
        self._commands.append(Command(line, mode, why, not ahead))
        self._undo.append([Command(back, mode, settled=True) if isinstance(back, str) else back for back in undo])

    def also(self, commands: Iterable[Command]) -> None:
        """Sends commands that need no counterpart."""
        self._commands.extend(commands)

    def then(self, later: "PlanBuilder") -> None:
        """Sends what `later` holds once everything so far was accepted."""
        self._commands.extend(settled(later._commands))
        self._undo.extend(later._undo)

    def plan(self) -> Plan:
        """The finished plan."""
        undo = tuple(command for group in reversed(self._undo) for command in group)
        return Plan(tuple(self._commands), undo, tuple(map(printable, self.notes)))


def settled(commands: Sequence[Command]) -> list[Command]:
    """The commands, of which the first waits until everything before it was accepted."""
    return [*(replace(command, settled=True) for command in commands[:1]), *commands[1:]]


def again(nodes: Iterable[Node], mode: Mode = (), why: str = "") -> list[Command]:
    """The commands that write these lines, and all below them, once more."""
    commands: list[Command] = []
    for node in nodes:
        commands.append(Command(node.line, mode, why, settled=True))
        commands.extend(again(node, (*mode, node.line), why))
    return commands
