"""`reload`: immediate, scheduled, cancelled."""

import asyncio
from datetime import timedelta

from emulator.clock import change_stamp
from emulator.console import Console, ExecAction
from emulator.exec.save import write_memory
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

NOT_SCHEDULED = "No reload is scheduled."


async def reload(console: Console, args: Args) -> str:
    """Boot from the startup configuration, after IOS's questions."""
    if console.device.is_modified():
        answer = await console.ask("\nSystem configuration has been modified. Save? [yes/no]: ")
        if answer is None:
            return ""
        if answer.strip().lower() in ("y", "yes"):
            console.say(write_memory(console, args))
    minutes = args.get("minutes")
    if minutes:
        console.say(f"{_scheduled(console, int(minutes))}\nReload reason: Reload Command")
    if not await console.confirm("Proceed with reload? "):
        return ""
    if minutes:
        schedule(console, int(minutes))
    else:
        console.device.reboot()
    return ""


def schedule(console: Console, minutes: int) -> None:
    """Schedule a reload."""
    device = console.device
    if device.reload_timer:
        device.reload_timer.cancel()
    device.reload_message = _scheduled(console, minutes)
    device.reload_timer = asyncio.get_running_loop().call_later(minutes * device.minute_seconds, device.reboot)


def _scheduled(console: Console, minutes: int) -> str:
    at = change_stamp(console.device.clock.now() + timedelta(minutes=minutes))
    return f"Reload scheduled for {at} (in {minutes} minutes) by {console.line.user}"


def cancel(console: Console, args: Args) -> str:
    """Cancel the scheduled reload."""
    device = console.device
    if not device.reload_timer:
        return "%No reload is scheduled."
    device.reload_timer.cancel()
    device.reload_timer, device.reload_message = None, ""
    return "\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n"


def show(console: Console, args: Args) -> str:
    """`show reload`: print the scheduled reload."""
    return console.device.reload_message or NOT_SCHEDULED


PRIVILEGED: list[Command[ExecAction]] = [
    Command("reload [in <minutes:1-35791> [<reason:line>]]", reload),
    Command("reload cancel", cancel),
    Command("show reload", show),
]
