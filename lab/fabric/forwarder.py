"""One forwarded TCP port: listens in the process's own namespace, and connects in another.

`python -m lab.fabric.forwarder 127.0.0.1:16443 /run/netns/NAME 10.0.0.1:6443`
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import sys

CLONE_NEWNET = 0x40000000
CHUNK_BYTES = 65536


def place(text: str) -> tuple[str, int]:
    """The address and port of `IP:PORT`."""
    address, _, port = text.rpartition(":")
    return address, int(port)


def enter_network(pin: str) -> None:
    """Move this process to the network namespace of the file `pin`; new sockets belong to it.

    Source: setns(2); Python has it only from 3.12 on.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = os.open(pin, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if libc.setns(descriptor, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), pin)
    finally:
        os.close(descriptor)


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy everything, then close the sending direction of the other side."""
    with contextlib.suppress(ConnectionError, OSError):
        while chunk := await reader.read(CHUNK_BYTES):
            writer.write(chunk)
            await writer.drain()
        writer.write_eof()


async def serve(listener: socket.socket, target: tuple[str, int]) -> None:
    """Accept connections until a signal to stop; each has its own connection to `target`."""

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(*target)
        except OSError as error:
            print(f"no connection to {target[0]}:{target[1]}: {error}", file=sys.stderr, flush=True)
            writer.close()
            return
        await asyncio.gather(copy(reader, far_writer), copy(far_reader, writer))
        for side in (writer, far_writer):
            side.close()

    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with await asyncio.start_server(join, sock=listener):
        await stopping.wait()
        # Open connections would block the end of `async with`.
        os._exit(0)


def main(arguments: list[str]) -> None:
    """Bind in the current namespace, then enter the other one."""
    listen, pin, target = arguments
    listener = socket.create_server(place(listen), backlog=128)
    enter_network(pin)
    asyncio.run(serve(listener, place(target)))


if __name__ == "__main__":
    main(sys.argv[1:])
