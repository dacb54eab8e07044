"""Somebody else at the router's prompt: a session that shares nothing with the product."""

from collections.abc import Iterator
from contextlib import contextmanager

import paramiko

from tests.eventually import eventually
from tests.lab_router import LabRouter


class Operator:
    """A person who configures the router by hand.

    Args:
        channel: The shell at its first prompt.
    """

    def __init__(self, channel: paramiko.Channel) -> None:
        self._channel = channel
        self._answer("")

    def _answer(self, line: str) -> str:
        if line:
            self._channel.sendall(f"{line}\r".encode())
        got = b""
        while not got.endswith(b"#"):
            got += self._channel.recv(65536)
        return got.decode()

    def _taken(self, line: str) -> str:
        """The answer to a line, typed again as long as a deletion is in progress."""
        answer = ""

        def busy() -> bool:
            nonlocal answer
            answer = self._answer(line)
            return "in progress" in answer

        assert not eventually(busy, False, every=0.1)
        return answer

    def configure(self, *lines: str) -> None:
        """Types lines into configuration mode; each is taken."""
        for line in ("configure terminal", *lines, "end"):
            answer = self._taken(line)
            assert "% Invalid" not in answer, answer
            assert "% Incomplete" not in answer, answer


@contextmanager
def operator(router: LabRouter) -> Iterator[Operator]:
    """An operator who is logged in within the `with` block."""
    transport = paramiko.Transport(("127.0.0.1", router.port))
    try:
        transport.connect(username=router.username, password=router.password)
        channel = transport.open_session()
        channel.get_pty("vt100", 511, 1000)
        channel.invoke_shell()
        channel.settimeout(10)
        yield Operator(channel)
    finally:
        transport.close()
