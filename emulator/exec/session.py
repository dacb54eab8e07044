"""Commands for the session itself: enable, terminal settings, configuration mode, exit."""

from emulator.console import Console, ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

ENTERED = "Enter configuration commands, one per line.  End with CNTL/Z."
LOCKED = (
    "Configuration mode locked exclusively. "
    "The lock will be cleared once you exit out of configuration mode using end/exit"
)
"""Source: Cisco's command reference, `configuration mode exclusive`."""


async def enable(console: Console, args: Args) -> str:
    """Enter privileged mode, after at most three password prompts if there is a password."""
    if console.privilege == 15:
        return ""
    if not console.device.enable_is_set():
        return "% No password set"
    for _ in range(3):
        password = await console.ask("Password: ", hidden=True)
        if password is None:
            return ""
        if console.device.enable_fits(password):
            console.privilege = 15
            return ""
    return "% Bad secrets\n"


def disable(console: Console, args: Args) -> str:
    """Return to user mode."""
    console.privilege = 1
    return ""


def leave(console: Console, args: Args) -> str:
    """`exit`, `logout`, `quit`: close the session."""
    console.open = False
    return ""


def terminal_length(console: Console, args: Args) -> str:
    """Set the lines of a page; 0 disables paging."""
    console.length = 24 if args.negated else int(args["lines"])
    return ""


def terminal_width(console: Console, args: Args) -> str:
    """Set the columns; they have no effect."""
    console.width = 80 if args.negated else int(args["columns"])
    return ""


def accept_setting(console: Console, args: Args) -> str:
    """Accept a setting without effect."""
    return ""


def show_privilege(console: Console, args: Args) -> str:
    """Print the privilege level."""
    return f"Current privilege level is {console.privilege}"


def configure(console: Console, args: Args) -> str:
    """Enter configuration mode, unless another session has locked it."""
    context, refusal = console.device.enter_configuration(console.line, "lock" in args)
    if context is None:
        return refusal
    console.start_configuration(context)
    return (f"{LOCKED}\n" if console.device.locks_automatically() else "") + ENTERED


def tclsh(console: Console, args: Args) -> str:
    """Enter the Tcl shell."""
    console.start_tcl()
    return ""


USER: list[Command[ExecAction]] = [
    Command("enable [15]", enable),
    Command("disable", disable),
    Command("exit", leave),
    Command("logout", leave),
    Command("quit", leave),
    Command("terminal length <lines:0-512>", terminal_length, "terminal length"),
    Command("terminal width <columns:0-512>", terminal_width, "terminal width"),
    Command("terminal monitor", accept_setting, "="),
    Command("terminal history [size <n:0-256>]", accept_setting, "="),
    Command("show privilege", show_privilege),
]
PRIVILEGED: list[Command[ExecAction]] = [
    Command("configure terminal [lock]", configure),
    Command("tclsh", tclsh),
]
