"""Commands about the session itself: enable, terminal settings, entering configuration, leaving."""

from typing import TYPE_CHECKING

from emulator.exec.tables import ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

if TYPE_CHECKING:
    from emulator.ssh.shell import Shell

ENTERED = "Enter configuration commands, one per line.  End with CNTL/Z."
LOCKED = (
    "Configuration mode locked exclusively. "
    "The lock will be cleared once you exit out of configuration mode using end/exit"
)
"""Source: Cisco's command reference, `configuration mode exclusive`."""


async def enable(shell: "Shell", args: Args) -> str:
    """Privileged mode, after the password where there is one; three tries."""
    if shell.privilege == 15:
        return ""
    if not shell.device.enable_is_set():
        return "% No password set"
    for _ in range(3):
        password = await shell.ask("Password: ", hidden=True)
        if password is None:
            return ""
        if shell.device.enable_fits(password):
            shell.privilege = 15
            return ""
    return "% Bad secrets\n"


def disable(shell: "Shell", args: Args) -> str:
    """Back to user mode."""
    shell.privilege = 1
    return ""


def leave(shell: "Shell", args: Args) -> str:
    """`exit`, `logout`, `quit`: the session ends."""
    shell.open = False
    return ""


def terminal_length(shell: "Shell", args: Args) -> str:
    """Lines to a page; 0 is no paging."""
    shell.length = 24 if args.negated else int(args["lines"])
    return ""


def terminal_width(shell: "Shell", args: Args) -> str:
    """Columns; kept, and nothing wraps."""
    shell.width = 80 if args.negated else int(args["columns"])
    return ""


def accepted(shell: "Shell", args: Args) -> str:
    """A setting that changes nothing here."""
    return ""


def show_privilege(shell: "Shell", args: Args) -> str:
    """The privilege level."""
    return f"Current privilege level is {shell.privilege}"


def configure(shell: "Shell", args: Args) -> str:
    """Enter configuration, unless another session has it locked."""
    context, refusal = shell.device.configuration_entered(shell.line, "lock" in args)
    if context is None:
        return refusal
    shell.start_configuration(context)
    return (f"{LOCKED}\n" if shell.device.locks_itself() else "") + ENTERED


def tclsh(shell: "Shell", args: Args) -> str:
    """Enter the Tcl shell."""
    shell.start_tcl()
    return ""


USER: list[Command[ExecAction]] = [
    Command("enable [15]", enable),
    Command("disable", disable),
    Command("exit", leave),
    Command("logout", leave),
    Command("quit", leave),
    Command("terminal length <lines:0-512>", terminal_length, "terminal length"),
    Command("terminal width <columns:0-512>", terminal_width, "terminal width"),
    Command("terminal monitor", accepted, "="),
    Command("terminal history [size <n:0-256>]", accepted, "="),
    Command("show privilege", show_privilege),
]
PRIVILEGED: list[Command[ExecAction]] = [
    Command("configure terminal [lock]", configure),
    Command("tclsh", tclsh),
]
