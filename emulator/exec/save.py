"""Making the running configuration the one the router boots with."""

from typing import TYPE_CHECKING

from emulator.exec.tables import ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

if TYPE_CHECKING:
    from emulator.ssh.shell import Shell


def write_memory(shell: "Shell", args: Args) -> str:
    """`write memory`: no question asked."""
    shell.device.save(shell.line.user)
    return "Building configuration...\n[OK]"


async def copy_running_startup(shell: "Shell", args: Args) -> str:
    """`copy running-config startup-config` asks for the name, unless the file prompt is quiet."""
    if not shell.device.quiet_files() and await shell.ask("Destination filename [startup-config]? ") is None:
        return ""
    return write_memory(shell, args)


PRIVILEGED: list[Command[ExecAction]] = [
    Command("write [memory]", write_memory),
    Command("copy running-config startup-config", copy_running_startup),
]
