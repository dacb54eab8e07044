"""Questions that several file commands ask."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulator.ssh.shell import Shell


async def destination(shell: "Shell", name: str) -> str | None:
    """`Destination filename [X]? `, not asked where the file prompt is quiet; None when broken off."""
    if shell.device.quiet_files():
        return name
    answer = await shell.ask(f"Destination filename [{name}]? ")
    return None if answer is None else (answer.strip() or name)


async def overwrite(shell: "Shell", name: str) -> bool:
    """Whether an existing file may go."""
    if shell.device.quiet_files() or name not in shell.device.flash.files:
        return True
    shell.say("%Warning:There is a file already existing with this name ")
    return await shell.confirm("Do you want to over write? ")
