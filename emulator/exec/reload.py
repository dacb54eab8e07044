"""`reload`: now, later, or not."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from emulator.clock import change_stamp
from emulator.exec.save import write_memory
from emulator.exec.tables import ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

if TYPE_CHECKING:
    from emulator.ssh.shell import Shell

NOT_SCHEDULED = "No reload is scheduled."


async def reload(shell: "Shell", args: Args) -> str:
    """Boot from the startup configuration, after the questions."""
    if shell.device.is_modified():
        answer = await shell.ask("\nSystem configuration has been modified. Save? [yes/no]: ")
        if answer is None:
            return ""
        if answer.strip().lower() in ("y", "yes"):
            shell.say(write_memory(shell, args))
    minutes = args.get("minutes")
    if minutes:
        shell.say(f"{_scheduled(shell, int(minutes))}\nReload reason: Reload Command")
    if not await shell.confirm("Proceed with reload? "):
        return ""
    if minutes:
        schedule(shell, int(minutes))
    else:
        shell.device.reboot()
    return ""


def schedule(shell: "Shell", minutes: int) -> None:
    """Boot that much later."""
    device = shell.device
    if device.reload_timer:
        device.reload_timer.cancel()
    device.reload_said = _scheduled(shell, minutes)
    device.reload_timer = asyncio.get_running_loop().call_later(minutes * device.minute_seconds, device.reboot)


def _scheduled(shell: "Shell", minutes: int) -> str:
    at = change_stamp(shell.device.clock.now() + timedelta(minutes=minutes))
    return f"Reload scheduled for {at} (in {minutes} minutes) by {shell.line.user}"


def cancel(shell: "Shell", args: Args) -> str:
    """Not after all."""
    device = shell.device
    if not device.reload_timer:
        return "%No reload is scheduled."
    device.reload_timer.cancel()
    device.reload_timer, device.reload_said = None, ""
    return "\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n"


def show(shell: "Shell", args: Args) -> str:
    """`show reload`."""
    return shell.device.reload_said or NOT_SCHEDULED


PRIVILEGED: list[Command[ExecAction]] = [
    Command("reload [in <minutes:1-35791> [<reason:line>]]", reload),
    Command("reload cancel", cancel),
    Command("show reload", show),
]
