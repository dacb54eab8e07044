"""Questions that several file commands ask."""

from emulator.console import Console


async def destination(console: Console, name: str) -> str | None:
    """`Destination filename [X]? `, not asked where the file prompt is quiet; None when broken off."""
    if console.device.quiet_files():
        return name
    answer = await console.ask(f"Destination filename [{name}]? ")
    return None if answer is None else (answer.strip() or name)


async def overwrite(console: Console, name: str) -> bool:
    """Whether an existing file may go."""
    if console.device.quiet_files() or name not in console.device.flash.files:
        return True
    console.say("%Warning:There is a file already existing with this name ")
    return await console.confirm("Do you want to over write? ")
