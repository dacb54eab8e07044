"""A Linux host's SSH server that lets one key in and answers commands as told."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Queue
from typing import Any

import asyncssh

Answer = Callable[["asyncssh.SSHServerProcess[str]"], Awaitable[None]]


@dataclass(frozen=True)
class CommandHost:
    """A running SSH server.

    Attributes:
        port: Its port on 127.0.0.1.
        host_key: Its host key: type and base64.
        key: The file of the private key that it lets in.
    """

    port: int
    host_key: str
    key: str


@contextmanager
def command_host(folder: Path, answer: Answer) -> Iterator[CommandHost]:
    """A server that is alive within the `with` block; its files are in the folder."""
    server_key, client_key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    client_key.write_private_key(folder / "key")
    (folder / "authorized").write_bytes(client_key.export_public_key())
    ready: Queue[tuple[int, Callable[[], object]]] = Queue()
    connections: list[asyncssh.SSHServerConnection] = []

    class Kept(asyncssh.SSHServer):
        def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
            connections.append(conn)

    async def serve() -> None:
        options: dict[str, Any] = {"authorized_client_keys": str(folder / "authorized"), "process_factory": answer}
        options["server_factory"] = Kept
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        async with asyncssh.listen("127.0.0.1", 0, server_host_keys=[server_key], **options) as server:
            ready.put((server.get_port(), partial(loop.call_soon_threadsafe, over.set)))
            await over.wait()
        for connection in connections:
            connection.abort()
            await connection.wait_closed()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    port, end = ready.get(timeout=10)
    try:
        yield CommandHost(port, " ".join(server_key.export_public_key().decode().split()[:2]), str(folder / "key"))
    finally:
        end()
        thread.join()
