"""A wire to an API server that can be cut, fall silent or become slow, and be mended: plain TCP on 127.0.0.1."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Wire:
    """Listens on a port of its own and passes every connection on to the target.

    Args:
        target: The port on 127.0.0.1 to pass on to.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._passing = threading.Event()
        self._delay_seconds = 0.0
        self._open: set[socket.socket] = set()
        self._server = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._server.getsockname()[1]
        self._listen()

    def cut(self) -> None:
        """Connections end, and new ones are refused."""
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        # Nobody else gets the port meanwhile.
        self._server = socket.socket()
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._server.bind(("127.0.0.1", self.port))
        self._hang_up()

    def silence(self) -> None:
        """Connections stay and new ones are taken, and nothing passes on them any more."""
        self._passing.clear()

    def slow(self, seconds: float) -> None:
        """Connections end; on each new one everything waits so long at first."""
        self._delay_seconds = seconds
        self._hang_up()

    def mend(self) -> None:
        """Everything passes again; what was held back is lost with its connection."""
        self.cut()
        self._server.listen(128)
        self._delay_seconds = 0.0
        self._listen()

    def close(self) -> None:
        """Nothing is left of it."""
        self.mend()
        self.cut()
        self._server.close()

    def _listen(self) -> None:
        self._passing.set()
        threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()

    def _hang_up(self) -> None:
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def _accept(self, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = server.accept()
                self._open.add(near)
                threading.Thread(target=self._join, args=(near, self._delay_seconds), daemon=True).start()

    def _join(self, near: socket.socket, delay_seconds: float) -> None:
        time.sleep(delay_seconds)
        with suppress(OSError), near, socket.create_connection(("127.0.0.1", self._target)) as far:
            self._open.add(far)
            back = threading.Thread(target=self._pass_on, args=(far, near), daemon=True)
            back.start()
            self._pass_on(near, far)
            back.join()
            self._open -= {near, far}

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._passing.wait()
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire(target: int) -> Iterator[Wire]:
    """A wire that lives within the `with` block."""
    made = Wire(target)
    try:
        yield made
    finally:
        made.close()
