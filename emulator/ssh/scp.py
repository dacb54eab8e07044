"""The SCP protocol on an exec channel: `scp -t FILE` receives a file, `scp -f FILE` sends one."""

import asyncio
import shlex
from collections.abc import Callable

from emulator.device import Device
from emulator.storage.flash import flash_name

DISABLED = b"Administratively disabled.\n"
DENIED = b"Privilege denied.\n"


class Scp:
    """One transfer. Bytes arrive in `arrived` and leave by `send`."""

    def __init__(self, device: Device, command: str, privilege: int, send: Callable[[bytes], None]) -> None:
        self.device, self.send, self.privilege = device, send, privilege
        self.words = shlex.split(command)
        self.arrived = asyncio.StreamReader()

    async def run(self) -> None:
        """Run the transfer."""
        if "ip scp server" not in self.device.config.inert.get("ssh", {}):
            self.send(DISABLED)
        elif self.privilege != 15:
            self.send(DENIED)
        elif "-t" in self.words:
            await self._receive_file(self.words[-1])
        else:
            await self._send_file(self.words[-1])

    async def _receive_file(self, target: str) -> None:
        """Acknowledge each record with a zero byte until the client stops."""
        self.send(b"\0")
        while header := await self.arrived.readline():
            if header.startswith(b"C"):
                self.send(b"\0")
                _, size, name = header.decode().rstrip("\n").split(" ", 2)
                data = await self.arrived.readexactly(int(size))
                await self.arrived.readexactly(1)
                self.device.write_file(flash_name(target) or name, data)
            self.send(b"\0")

    async def _send_file(self, source: str) -> None:
        name = flash_name(source) or ""
        file = self.device.flash.files.get(name)
        await self.arrived.readexactly(1)
        if file is None:
            self.send(f"\x01scp: {source}: No such file or directory\n".encode())
            return
        self.send(f"C0644 {len(file.data)} {name}\n".encode())
        await self.arrived.readexactly(1)
        self.send(file.data + b"\0")
        await self.arrived.readexactly(1)
