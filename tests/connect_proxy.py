"""A proxy that only knows CONNECT, and connects to one port of 127.0.0.1, whatever it is asked for."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """Where it is, and the lines that it was asked with, one text for each connection."""

    port: int
    asked: list[list[str]] = field(default_factory=list)


@contextmanager
def connect_proxy(target: int) -> Iterator[Proxy]:
    """The proxy on a free port of 127.0.0.1.

    Args:
        target: The port that every connection ends at.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        proxy = Proxy(server.getsockname()[1])

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

        def serve(client: socket.socket) -> None:
            with client, socket.create_connection(("127.0.0.1", target)) as far:
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    head += client.recv(1)
                proxy.asked.append(head.decode().splitlines()[:-1])
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=pass_on, args=(far, client), daemon=True)
                back.start()
                pass_on(client, far)
                back.join()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            thread.join()


def pass_on(source: socket.socket, sink: socket.socket) -> None:
    """Everything that comes from one end goes to the other, its end included."""
    with suppress(OSError):
        while part := source.recv(65536):
            sink.sendall(part)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
