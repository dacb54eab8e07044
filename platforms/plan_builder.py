"""Builds a plan: each command together with its undo."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from platforms.plan import Command, Plan
from printable import printable

Mode = tuple[str, ...]


class PlanBuilder:
    """Commands in order; their undos in the opposite order.

    Args:
        mode: The mode of the object, for those who add to the plan.
    """

    def __init__(self, mode: Mode = ()) -> None:
        self.mode = mode
        self._commands: list[Command] = []
        self._undo: list[Sequence[Command]] = []
        self.notes: list[str] = []

    def do(
        self, line: str, mode: Mode = (), why: str = "", undo: Iterable[str | Command] = (), ahead: bool = False
    ) -> None:
        """Add `line`; `undo` reverts it, lines in the same mode unless they are commands.

        A line without an undo is removed with the object created before it. `ahead`: sent before the answers to the
        lines before it; only for a line that does no harm where one of those is refused.
        """
        self._commands.append(Command(line, mode, why, not ahead))
        self._undo.append([Command(back, mode, settled=True) if isinstance(back, str) else back for back in undo])

    def also(self, commands: Iterable[Command]) -> None:
        """Add commands that need no undo."""
        self._commands.extend(commands)

    @cached_property
    def later(self) -> "PlanBuilder":
        """Commands in the same mode that `add_later` adds."""
        return PlanBuilder(self.mode)

    def add_later(self) -> None:
        """Add the commands of `later`, sent once all before them are accepted."""
        self._commands.extend(settled(self.later._commands))
        self._undo.extend(self.later._undo)

    def plan(self) -> Plan:
        """The finished plan."""
        undo = tuple(command for group in reversed(self._undo) for command in group)
        return Plan(tuple(self._commands), undo, tuple(map(printable, self.notes)))


def settled(commands: Sequence[Command]) -> list[Command]:
    """The commands, of which the first waits until everything before it was accepted."""
    return [*(replace(command, settled=True) for command in commands[:1]), *commands[1:]]
