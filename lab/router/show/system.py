"""The configuration itself, version, clock, users."""

from typing import TYPE_CHECKING

from lab.router.exec.tables import ExecAction
from lab.router.grammar.match import Args
from lab.router.grammar.tree import Command

if TYPE_CHECKING:
    from lab.router.ssh.shell import Shell


def running_config(shell: "Shell", args: Args) -> str:
    """The whole running configuration with its header."""
    return shell.device.running_text() + "\n"


def startup_config(shell: "Shell", args: Args) -> str:
    """What the router would boot with."""
    text = shell.device.startup
    if text is None:
        return "startup-config is not present"
    return f"Using {len(text)} out of 33554432 bytes\n{text.rstrip()}\n"


def clock(shell: "Shell", args: Args) -> str:
    """The time; `*` since nothing synchronises it."""
    return "*" + shell.device.clock.stamp()


USER: list[Command[ExecAction]] = [Command("show clock", clock)]
PRIVILEGED: list[Command[ExecAction]] = [
    Command("show running-config [brief]", running_config),
    Command("show startup-config", startup_config),
    Command("show configuration", startup_config),
]
