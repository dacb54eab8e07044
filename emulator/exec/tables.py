"""The exec commands of both privilege levels, compiled."""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import TYPE_CHECKING

from emulator.grammar.match import Args
from emulator.grammar.tree import Command, Node, compiled

if TYPE_CHECKING:
    from emulator.ssh.shell import Shell

ExecAction = Callable[["Shell", Args], str | Awaitable[str]]


@cache
def exec_tree(privilege: int) -> Node[ExecAction]:
    """What can be typed at a privilege level."""
    from emulator.exec import catalogue

    if privilege < 15:
        return compiled(catalogue.USER, catalogue.USER_WORDS)
    return compiled([*catalogue.USER, *catalogue.PRIVILEGED], catalogue.PRIVILEGED_WORDS)


def rows(*tables: list[Command[ExecAction]]) -> list[Command[ExecAction]]:
    """Several tables as one."""
    return [command for table in tables for command in table]
