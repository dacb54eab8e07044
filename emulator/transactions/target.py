"""The router as replacements and revert timers change it."""

from typing import Protocol

from emulator.clock import Clock
from emulator.config.model import Config
from emulator.configure.context import Context, Teardown
from emulator.ssh.profiles import Profile
from emulator.vty_lines import Line


class Target(Protocol):
    """The part of the router that transactions use; `emulator.device.Device` is one.

    Attributes:
        replacement_running: Whether a replacement is in progress, which blocks configuration mode.
        accepts_foreign_lines: Whether unmodelled lines are kept.
        minute_seconds: The length of a revert timer's minute, in seconds.
    """

    config: Config
    profile: Profile
    clock: Clock
    teardown: Teardown
    replacement_running: bool
    accepts_foreign_lines: bool
    minute_seconds: float

    def context_for(self, line: Line) -> Context:
        """Return a context in which this session changes the running configuration."""

    def stored_text(self) -> str:
        """Return the running configuration's text."""

    def archive_now(self) -> tuple[str, str]:
        """Archive the running configuration; return the file's name and the text."""

    def log_state(self, user: str, line: str, answer: str = "") -> None:
        """Write the configuration, and the line that changed it, to the state log."""
