"""Saving the running configuration."""

from emulator.console import Console, ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command


def write_memory(console: Console, args: Args) -> str:
    """`write memory`: save without a question."""
    console.device.save(console.line.user)
    return "Building configuration...\n[OK]"


async def copy_running_startup(console: Console, args: Args) -> str:
    """`copy running-config startup-config`: save; ask for the name unless the file prompt is quiet."""
    if (
        not console.device.file_prompt_is_quiet()
        and await console.ask("Destination filename [startup-config]? ") is None
    ):
        return ""
    return write_memory(console, args)


PRIVILEGED: list[Command[ExecAction]] = [
    Command("write [memory]", write_memory),
    Command("copy running-config startup-config", copy_running_startup),
]
