"""One SSH connection: its user and its vty line."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal

import asyncssh

from emulator.device import Device
from emulator.ssh.channel import Session
from emulator.vty_lines import Line

Challenge = bool | tuple[str, str, str, Sequence[tuple[str, bool]]]


class Login(asyncssh.SSHServer):
    """Authenticates by `password` or `keyboard-interactive`, and owns the connection's vty line.

    Args:
        device: The router.
        connections: The open connections, this one included.
        shells: The tasks of all shells.
        changed: Called when a vty line is taken or freed.
    """

    def __init__(
        self,
        device: Device,
        connections: set[asyncssh.SSHServerConnection],
        shells: set[asyncio.Task[None]],
        changed: Callable[[], None],
    ) -> None:
        self.device, self.connections, self.shells, self.changed = device, connections, shells, changed
        self.line: Line | None = None
        self.connection: asyncssh.SSHServerConnection | None = None
        self.name = ""
        self.used = False

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Take a vty line; without a free one left, the socket closes."""
        self.connection = conn
        self.connections.add(conn)
        self.line = self.device.lines.acquire("", conn.get_extra_info("peername", ("", 0))[0])
        self.changed()

    def connection_lost(self, exc: Exception | None) -> None:
        """Free the vty line."""
        if self.connection:
            self.connections.discard(self.connection)
        if self.line:
            self.device.end_configuration(self.line)
            self.device.lines.release(self.line)
        self.changed()

    def begin_auth(self, username: str) -> bool:
        """Refuse `none`: a password is required."""
        self.name = username
        if self.connection and (text := self.device.config.banners.get("login")):
            self.connection.send_auth_banner(f"{text}\r\n")
        return True

    def password_auth_supported(self) -> bool:
        """Return True."""
        return True

    def kbdint_auth_supported(self) -> bool:
        """Return True."""
        return True

    def validate_password(self, username: str, password: str) -> bool:
        """Return whether this is the user's password."""
        fits = self.device.accounts.check(username, password)
        if fits and self.line:
            self.line.user = username
        return fits

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Challenge:
        """Return the question for the password."""
        return "", "", "", [("Password: ", False)]

    def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> Challenge:
        """Return whether the answer is the user's password."""
        return len(responses) == 1 and self.validate_password(username, responses[0])

    def session_requested(self) -> "Session | Literal[False]":
        """Accept one session per connection, as IOS does."""
        if self.line is None or self.connection is None or self.used:
            return False
        self.used = True
        return Session(self.device, self.line, self.connection, self.shells)
