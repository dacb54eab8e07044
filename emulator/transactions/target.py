"""The router as a replacement or a revert timer changes it."""

from typing import Protocol

from emulator.clock import Clock
from emulator.config.model import Config
from emulator.configure.context import Context, Teardown
from emulator.lines import Line
from emulator.ssh.profiles import Profile


class Target(Protocol):
    """What a transaction needs of the router; `emulator.device.Device` is one.

    Attributes:
        rolling: Whether a replacement is under way: no other session may configure.
        takes_foreign: Whether lines that are not modelled are kept.
        minute_seconds: How long a minute of a revert timer is, in seconds.
    """

    config: Config
    profile: Profile
    clock: Clock
    teardown: Teardown
    rolling: bool
    takes_foreign: bool
    minute_seconds: float

    def context_for(self, line: Line) -> Context:
        """The configuration as a session on this line types into it."""

    def stored_text(self) -> str:
        """The running configuration's text."""

    def archive_now(self) -> tuple[str, str]:
        """Put the running configuration in the archive; its file's name, and the text."""

    def noted(self, user: str, line: str, answer: str = "") -> None:
        """Record the configuration as it is now, and the line that made it so."""
