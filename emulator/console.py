"""The session, as the handlers of exec commands see it."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from emulator.configure.context import Context
from emulator.device import Device
from emulator.grammar.match import Args
from emulator.vty_lines import Line


class Console(Protocol):
    """One session at the prompt; `emulator.ssh.shell.Shell` is one.

    Attributes:
        device: The router.
        line: The session's vty line.
        privilege: The privilege level, 1 or 15.
        width: Columns of the terminal.
        length: Lines of a page; 0 turns paging off.
        open: False closes the session after this command.
    """

    device: Device
    line: Line
    privilege: int
    width: int
    length: int
    open: bool

    @property
    def prompt(self) -> str:
        """The prompt of the session's mode."""

    def say(self, text: str) -> None:
        """Print text while the command runs."""

    def interrupt(self, text: str) -> None:
        """Print text while the session waits for a line."""

    async def ask(self, question: str, hidden: bool = False) -> str | None:
        """Return the answer to a question; None after an abort key."""

    async def confirm(self, question: str) -> bool:
        """Return whether the user confirmed."""

    def start_configuration(self, context: Context) -> None:
        """Enter global configuration."""

    def start_tcl(self) -> None:
        """Enter the Tcl shell."""


ExecAction = Callable[[Console, Args], str | Awaitable[str]]
"""The handler of an exec command; it returns the command's output."""
