"""The SSH server's socket: open while a vty line is free."""

import asyncio

import asyncssh

from emulator.device import Device
from emulator.ssh.keys import offered
from emulator.ssh.login import Login
from emulator.ssh.profiles import Profile


class Listener:
    """The listening socket; it is closed while all vty lines are busy, so that clients are refused as by IOS."""

    def __init__(self, device: Device, profile: Profile, key: asyncssh.SSHKey) -> None:
        self.device, self.profile, self.key = device, profile, key
        self.port = 0
        self.shells: set[asyncio.Task[None]] = set()
        self.connections: set[asyncssh.SSHServerConnection] = set()
        self._host = ""
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._changing: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()

    async def open(self, host: str, port: int) -> None:
        """Listen; port 0 selects a free one."""
        self._host = host
        self._acceptor = await asyncssh.create_server(
            lambda: Login(self.device, self.connections, self.shells, self.changed),
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
        self.changed()

    def changed(self) -> None:
        """Open or close the socket after a change of the free vty lines."""
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
        """Close the socket and every session."""
        self._closed.set()
        if self._changing:
            await asyncio.gather(self._changing, return_exceptions=True)
        self.port = 0
        await self.hang_up()
        if self._acceptor:
            self._acceptor.close()
            await self._acceptor.wait_closed()

    def reboot_soon(self) -> None:
        """Schedule a reboot outside the calling session."""
        self._changing = asyncio.get_running_loop().create_task(self.reboot())

    async def reboot(self) -> None:
        """Close every session, and listen again after the boot."""
        port, self.port = self.port, 0
        if self._acceptor:
            self._acceptor.close()
            self._acceptor = None
        await self.hang_up()
        if await self._closed_within(self.device.boot_seconds):
            return
        self.device.boot(self.device.startup)
        self._changing = None
        await self.open(self._host, port)

    async def _closed_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._closed.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def hang_up(self) -> None:
        """Close every session."""
        connections = list(self.connections)
        for connection in connections:
            connection.abort()
        for task in list(self.shells):
            task.cancel()
        await asyncio.gather(*self.shells, *(each.wait_closed() for each in connections), return_exceptions=True)
