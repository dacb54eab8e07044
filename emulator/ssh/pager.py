"""The pager's prompt ` --More-- `."""

from collections.abc import Sequence

from emulator.ssh.terminal import Terminal

MORE = " --More-- "
ERASE = "\x08" * 9 + " " * 8 + "\x08" * 9
"""The bytes with which IOS erases the pager's prompt. Source: recorded page breaks in unicon's mock data."""


async def page(terminal: Terminal, lines: Sequence[str], length: int) -> None:
    """Print the lines page by page: space prints the next page, Return one more line, any other key ends."""
    room = length - 1
    for index, line in enumerate(lines):
        if room == 0:
            terminal.write(MORE)
            key = await terminal.key()
            terminal.write(ERASE)
            if key not in " \r":
                return
            room = length - 1 if key == " " else 1
        terminal.write(line + "\n")
        room -= 1 if index < len(lines) else 0
