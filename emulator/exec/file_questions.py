"""Questions of the file commands."""

from emulator.console import Console


async def destination(console: Console, name: str) -> str | None:
    """Ask `Destination filename [X]? `, unless the file prompt is quiet; return None after an abort."""
    if console.device.file_prompt_is_quiet():
        return name
    answer = await console.ask(f"Destination filename [{name}]? ")
    return None if answer is None else (answer.strip() or name)


async def overwrite(console: Console, name: str) -> bool:
    """Return whether the file can be written; ask if it exists."""
    if console.device.file_prompt_is_quiet() or name not in console.device.flash.files:
        return True
    console.say("%Warning:There is a file already existing with this name ")
    return await console.confirm("Do you want to over write? ")
