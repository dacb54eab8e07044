"""A wire to a router that can be cut: TCP passed on until a given number of further packets has gone to the router."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class Relay:
    """Listens on a port of its own and passes every connection on.

    `admits` says whether a new connection gets through, `keeps` whether one that stands goes on; both may be set.

    Args:
        target: The port on 127.0.0.1 to pass on to.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._server = socket.create_server(("127.0.0.1", 0))
        self._left: int | None = None
        self._refuse = False
        self._mute = False
        self.admits: Callable[[], bool] = lambda: True
        self.keeps: Callable[[], bool] = lambda: True
        self.port: int = self._server.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, packets: int, for_good: bool = False) -> None:
        """The connection ends once so many more packets went to the router; `for_good`: no other is let through."""
        self._left, self._refuse = packets, for_good

    def mute_after(self, packets: int) -> None:
        """The connection stays, but once so many more packets went to the router nothing more passes on it."""
        self._left, self._mute = packets, True

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                if not self.admits():
                    client.close()
                    continue
                self.connections += 1
                router = socket.create_connection(("127.0.0.1", self._target))
                for source, sink, counted in ((client, router, True), (router, client, False)):
                    threading.Thread(target=self._pass_on, args=(source, sink, counted), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while (data := source.recv(65536)) and self.keeps():
                if counted and self._is_over():
                    while self._mute and source.recv(65536):  # until the far end gives up
                        pass
                    break
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _is_over(self) -> bool:
        if self._left is None:
            return False
        self._left -= 1
        over = self._left < 0
        if over and self._refuse:
            self.close()
        elif over:
            self._left = None
        return over

    def close(self) -> None:
        """Nobody gets through any more."""
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()


@contextmanager
def relay(target: int) -> Iterator[Relay]:
    """A relay that lives within the `with` block."""
    made = Relay(target)
    try:
        yield made
    finally:
        made.close()
