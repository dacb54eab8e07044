"""One SSH channel: a shell, one command, or one file."""

import asyncio
from typing import Any

import asyncssh

from emulator.device import Device
from emulator.exec.catalogue import exec_tree
from emulator.ssh.scp import Scp
from emulator.ssh.shell import Shell
from emulator.ssh.terminal import HangupError, Terminal
from emulator.vty_lines import Line

CLOSE_DELAY_SECONDS = 0.1
"""The seconds from the channel's end to the connection's, about as on a real network."""


class Session(asyncssh.SSHServerSession[bytes]):
    """Carries bytes between the channel and a shell."""

    def __init__(
        self, device: Device, line: Line, connection: asyncssh.SSHServerConnection, shells: set[asyncio.Task[None]]
    ) -> None:
        self.device, self.line, self.connection, self.shells = device, line, connection, shells
        self.size = (80, 24)
        self.command: str | None = None
        self.scp: Scp | None = None

    def connection_made(self, chan: Any) -> None:
        """Store the channel."""
        self.channel = chan
        self.terminal = Terminal(chan, self.device.faults.input_buffer)

    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Any) -> bool:
        """Store the terminal's size."""
        self.size = term_size[0] or 80, term_size[1] or 24
        return True

    def shell_requested(self) -> bool:
        """Accept a shell."""
        return True

    def exec_requested(self, command: str) -> bool:
        """Accept one command without a prompt, or a file transfer."""
        self.command = command
        if command.startswith("scp "):
            privilege = self.device.accounts.privilege(self.line.user)
            self.scp = Scp(self.device, command, privilege, self.channel.write)
        return True

    def session_started(self) -> None:
        """Start the shell."""
        task = asyncio.get_running_loop().create_task(self._serve())
        self.shells.add(task)
        task.add_done_callback(self.shells.discard)

    async def _serve(self) -> None:
        privilege = self.device.accounts.privilege(self.line.user)
        shell = Shell(self.device, self.terminal, self.line, exec_tree, privilege)
        shell.width, shell.length = self.size
        shell.cut = self.connection.abort
        self.device.faults.begin(shell)
        try:
            if self.scp:
                await self.scp.run()
            elif self.command is None:
                await shell.run()
            else:
                shell.quiet = True
                self.terminal.write("\n")
                await self.device.faults.run_with_faults(shell, self.command)
        except (HangupError, asyncio.IncompleteReadError):
            pass
        finally:
            self.terminal.flush()
            self._end()

    def _end(self) -> None:
        if not self.channel.is_closing():
            self.channel.exit(0)
        # Clients also close their end of the channel: scrapli fails if the connection is closed by then.
        later = asyncio.get_running_loop().call_later
        later(CLOSE_DELAY_SECONDS, self.connection.disconnect, asyncssh.DISC_BY_APPLICATION, "")

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """Ignore the new size, as IOS does."""

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Pass received bytes to the terminal or the transfer."""
        if self.scp:
            self.scp.arrived.feed_data(data)
        else:
            self.terminal.feed(data)

    def eof_received(self) -> bool:
        """Note the end of the input; the client still reads."""
        self.terminal.end_of_input()
        self._end_file()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the client has disconnected."""
        self._hang_up()

    def _hang_up(self) -> None:
        self.terminal.hang_up()
        self._end_file()

    def _end_file(self) -> None:
        if self.scp:
            self.scp.arrived.feed_eof()
