"""Fixtures: a real router on port 0, and a session at its prompt."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko
import pytest

from emulator.config.model import Config
from emulator.configure.context import Context, Teardown
from emulator.configure.loading import load
from emulator.options import Options
from emulator.render.running import running_lines
from emulator.start import Router
from tests.lab_router import router_on_a_thread

SEED = Path(__file__).with_name("seed.txt")


class Typist:
    """A session at the prompt that types bytes and reads the output."""

    def __init__(
        self, port: int, user: str = "admin", password: str = "lab", width: int = 511, height: int = 1000
    ) -> None:
        sock = socket.create_connection(("127.0.0.1", port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a login waits for delayed acknowledgments
        self.transport = paramiko.Transport(sock)
        try:
            self.transport.connect(username=user, password=password)
            self.channel = self.transport.open_session()
            self.channel.get_pty("vt100", width, height)
            self.channel.invoke_shell()
        except (OSError, EOFError, paramiko.SSHException):
            self.transport.close()
            raise
        self.channel.settimeout(10)

    def read(self, end: bytes = b"#") -> bytes:
        """Return the output up to these bytes."""
        got = b""
        while not got.endswith(end):
            more = self.channel.recv(65536)
            if not more:
                return got
            got += more
        return got

    def send(self, keys: str | bytes) -> None:
        """Type without reading."""
        self.channel.sendall(keys if isinstance(keys, bytes) else keys.encode())

    def type(self, keys: str, end: bytes = b"#") -> bytes:
        """Type and return the output."""
        self.send(keys)
        return self.read(end)

    def run(self, *lines: str) -> str:
        """Type whole lines one by one; return the output between the last echo and the prompt."""
        answer = b""
        for line in lines:
            answer = self.type(line + "\r")
        text = answer.decode().replace("\r\n", "\n")
        return text.split("\n", 1)[1].rpartition("\n")[0]

    def close(self) -> None:
        """Close the connection."""
        self.transport.close()


@dataclass
class Running:
    """A router on its own thread."""

    router: Router
    loop: asyncio.AbstractEventLoop

    @property
    def port(self) -> int:
        """The router's port."""
        return self.router.port

    def login(self, **options: Any) -> Typist:
        """Log in; return the session at its first prompt."""
        cli = Typist(self.port, **options)
        cli.read()
        return cli

    def login_after_reboot(self) -> Typist:
        """Log in again as soon as the router accepts connections."""
        for _ in range(100):
            with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
                if self.port:
                    return self.login()
            time.sleep(0.1)
        raise AssertionError("the router did not accept connections again")

    def call(self, function: Callable[[], Any]) -> Any:
        """Run a function on the router's thread."""

        async def inside() -> Any:
            return function()

        return asyncio.run_coroutine_threadsafe(inside(), self.loop).result(10)


@pytest.fixture(scope="session")
def host_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one key for all tests, as its creation takes a second."""
    return tmp_path_factory.mktemp("router") / "host_key"


@pytest.fixture
def start(host_key: Path) -> Iterator[Callable[..., Running]]:
    """Starts routers with these options, and stops them."""
    with contextlib.ExitStack() as running:

        def starter(**options: Any) -> Running:
            settings: dict[str, Any] = {
                "hostname": "csr1000v",
                "username": "admin",
                "password": "lab",
                "host_key": host_key,
            }
            settings |= {
                "deletion_seconds": 0.2,
                "profile": "17.15",
            } | options  # its handshake costs a fifth of 16.12's
            return Running(*running.enter_context(router_on_a_thread(Options(**settings))))

        yield starter


@pytest.fixture
def typist() -> Iterator[Callable[..., Typist]]:
    """Yield a function that logs in and reads nothing."""
    sessions: list[Typist] = []

    def make(port: int, **options: Any) -> Typist:
        sessions.append(Typist(port, **options))
        return sessions[-1]

    yield make
    for cli in sessions:
        cli.close()


@pytest.fixture
def cli(start: Callable[..., Running]) -> Iterator[Typist]:
    """Yield a session at the prompt of a new router."""
    shell = start().login()
    yield shell
    shell.close()


class ConfigEditor:
    """A configuration without a session: it takes lines, and returns answers and the running configuration."""

    def __init__(self, *lines: str) -> None:
        self.context = Context(Config.empty(), Teardown(0.0))
        self.type(*lines)

    def type(self, *lines: str) -> list[str]:
        """Type lines; return the answers that are not empty."""
        return [answer for _, answer in load(self.context, "\n".join(lines))]

    def running(self) -> list[str]:
        """Return the running configuration's lines."""
        return running_lines(self.context.config, "16.12")

    def block(self, start: str) -> list[str]:
        """Return the block with this header."""
        lines = self.running()
        if start not in lines:
            return []
        at = lines.index(start)
        return lines[at : lines.index("!", at)]


@pytest.fixture
def editor() -> Callable[..., ConfigEditor]:
    """Make a configuration editor from lines."""
    return ConfigEditor


@pytest.fixture(scope="session")
def seed() -> str:
    """Return the router's configuration as its author listed it."""
    return SEED.read_text()
