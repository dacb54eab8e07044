"""The SSH server: one connection, one vty line, one shell or one command."""

import asyncio
from collections.abc import Sequence
from typing import Any, Literal

import asyncssh

from lab.router.device import Device
from lab.router.lines import Line
from lab.router.ssh.keys import offered
from lab.router.ssh.profiles import Profile
from lab.router.ssh.shell import Shell
from lab.router.ssh.terminal import HangupError, Terminal

Challenge = bool | tuple[str, str, str, Sequence[tuple[str, bool]]]


class Login(asyncssh.SSHServer):
    """Checks the password, by `password` or `keyboard-interactive`, and holds the connection's vty line."""

    def __init__(self, device: Device, listener: "Listener") -> None:
        self.device, self.listener = device, listener
        self.line: Line | None = None
        self.connection: asyncssh.SSHServerConnection | None = None
        self.name = ""

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Take a line; the last one free closes the door."""
        self.connection = conn
        self.listener.connections.add(conn)
        self.line = self.device.lines.take("", conn.get_extra_info("peername", ("", 0))[0])
        self.listener.changed()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the line back."""
        if self.connection:
            self.listener.connections.discard(self.connection)
        if self.line:
            self.device.configuration_left(self.line)
            self.device.lines.give_back(self.line)
        self.listener.changed()

    def begin_auth(self, username: str) -> bool:
        """`none` is refused: a password is needed."""
        self.name = username
        if self.connection and (text := self.device.config.banners.get("login")):
            self.connection.send_auth_banner(f"{text}\r\n")
        return True

    def password_auth_supported(self) -> bool:
        """Offered."""
        return True

    def kbdint_auth_supported(self) -> bool:
        """Offered."""
        return True

    def validate_password(self, username: str, password: str) -> bool:
        """Whether it is the user's."""
        fits = self.device.accounts.check(username, password)
        if fits and self.line:
            self.line.user = username
        return fits

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Challenge:
        """One question."""
        return "", "", "", [("Password: ", False)]

    def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> Challenge:
        """Whether the answer is the user's password."""
        return len(responses) == 1 and self.validate_password(username, responses[0])

    def session_requested(self) -> "Session | Literal[False]":
        """One session on each connection, as IOS gives."""
        if self.line is None or self.connection is None:
            return False
        return Session(self.device, self.line, self.connection, self.listener.shells)


class Session(asyncssh.SSHServerSession[bytes]):
    """Carries bytes between the channel and a shell."""

    def __init__(
        self, device: Device, line: Line, connection: asyncssh.SSHServerConnection, shells: set[asyncio.Task[None]]
    ) -> None:
        self.device, self.line, self.connection, self.shells = device, line, connection, shells
        self.size = (80, 24)
        self.command: str | None = None

    def connection_made(self, chan: Any) -> None:
        """The channel is there."""
        self.channel = chan
        self.terminal = Terminal(chan)

    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Any) -> bool:
        """Note the size."""
        self.size = term_size[0] or 80, term_size[1] or 24
        return True

    def shell_requested(self) -> bool:
        """The prompt."""
        return True

    def exec_requested(self, command: str) -> bool:
        """One command without a prompt."""
        self.command = command
        return True

    def session_started(self) -> None:
        """Start the shell."""
        task = asyncio.get_running_loop().create_task(self._serve())
        self.shells.add(task)
        task.add_done_callback(self.shells.discard)

    async def _serve(self) -> None:
        shell = Shell(self.device, self.terminal, self.line, self.device.accounts.privilege(self.line.user))
        shell.width, shell.length = self.size
        try:
            if self.command is None:
                await shell.run()
            else:
                shell.quiet = True
                self.terminal.write("\n")
                await shell.execute(self.command)
        except HangupError:
            pass
        finally:
            self.terminal.flush()
            self._end()

    def _end(self) -> None:
        if not self.channel.is_closing():
            self.channel.exit(0)
        self.connection.disconnect(asyncssh.DISC_BY_APPLICATION, "")

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """IOS does not follow."""

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Keys."""
        self.terminal.feed(data)

    def eof_received(self) -> bool:
        """The client will type no more."""
        self.terminal.hang_up()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self.terminal.hang_up()


class Listener:
    """The listening socket, closed while all vty lines are busy: then a client is refused, as by IOS."""

    def __init__(self, device: Device, profile: Profile, key: asyncssh.SSHKey) -> None:
        self.device, self.profile, self.key = device, profile, key
        self.port = 0
        self.shells: set[asyncio.Task[None]] = set()
        self.connections: set[asyncssh.SSHServerConnection] = set()
        self._host = ""
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._changing: asyncio.Task[None] | None = None

    async def open(self, host: str, port: int) -> None:
        """Listen; port 0 picks one."""
        self._host = host
        self._acceptor = await asyncssh.create_server(
            lambda: Login(self.device, self),
            host,
            port,
            server_host_keys=[offered(self.key, self.profile)],
            server_version="Cisco-1.25",
            kex_algs=list(self.profile.kex),
            encryption_algs=list(self.profile.ciphers),
            mac_algs=list(self.profile.macs),
            compression_algs=["none"],
            encoding=None,
            line_editor=False,
            public_key_auth=False,
            login_timeout=120,
            reuse_address=True,
            agent_forwarding=False,
        )
        self.port = self._acceptor.get_port()

    def changed(self) -> None:
        """A line was taken or given back: open or close the door."""
        busy = len(self.device.lines.used) >= self.device.lines.count
        if busy and self._acceptor:
            self._acceptor.close()
            self._acceptor = None
        elif not busy and self._acceptor is None and self.port and self._changing is None:
            self._changing = asyncio.get_running_loop().create_task(self._reopen())

    async def _reopen(self) -> None:
        await self.open(self._host, self.port)
        self._changing = None

    async def close(self) -> None:
        """Stop listening and end every session."""
        self.port = 0
        for connection in list(self.connections):
            connection.abort()
        for task in list(self.shells):
            task.cancel()
        await asyncio.gather(*self.shells, return_exceptions=True)
        if self._acceptor:
            self._acceptor.close()
            await self._acceptor.wait_closed()
