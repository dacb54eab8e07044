"""A real router on port 0, and a person at its prompt."""

import asyncio
import contextlib
import socket
import threading
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

SEED = Path(__file__).with_name("seed.txt")


class Typist:
    """Types bytes and reads what comes back."""

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
        """What arrives, up to something that ends so."""
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
        """Type, and read the answer."""
        self.send(keys)
        return self.read(end)

    def run(self, *lines: str) -> str:
        """Type whole lines one by one; what came back after the last echo, up to the prompt."""
        answer = b""
        for line in lines:
            answer = self.type(line + "\r")
        text = answer.decode().replace("\r\n", "\n")
        return text.split("\n", 1)[1].rpartition("\n")[0]

    def close(self) -> None:
        """Hang up."""
        self.transport.close()


@dataclass
class Running:
    """A router on a thread of its own."""

    router: Router
    loop: asyncio.AbstractEventLoop

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.router.port

    def login(self, **options: Any) -> Typist:
        """A person logged in, at the first prompt."""
        person = Typist(self.port, **options)
        person.read()
        return person

    def back(self) -> Typist:
        """A person logged in again, as soon as they are let in."""
        for _ in range(100):
            with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
                if self.port:
                    return self.login()
            time.sleep(0.1)
        raise AssertionError("it never came back")

    def call(self, function: Callable[[], Any]) -> Any:
        """Run something on the router's own thread."""

        async def inside() -> Any:
            return function()

        return asyncio.run_coroutine_threadsafe(inside(), self.loop).result(10)


@pytest.fixture(scope="session")
def host_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One key for all tests: making one takes a second."""
    return tmp_path_factory.mktemp("router") / "host_key"


@pytest.fixture
def start(host_key: Path) -> Iterator[Callable[..., Running]]:
    """Starts routers with these options, and stops them."""
    running: list[Running] = []

    def starter(**options: Any) -> Running:
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, daemon=True).start()
        given: dict[str, Any] = {"hostname": "csr1000v", "username": "admin", "password": "lab", "host_key": host_key}
        given |= {"deletion_seconds": 0.2, "profile": "17.15"} | options  # its handshake costs a fifth of 16.12's
        router = asyncio.run_coroutine_threadsafe(Router.started(Options(**given)), loop).result(20)
        running.append(Running(router, loop))
        return running[-1]

    yield starter
    for each in running:
        asyncio.run_coroutine_threadsafe(each.router.stop(), each.loop).result(10)
        each.loop.call_soon_threadsafe(each.loop.stop)
        while each.loop.is_running():
            time.sleep(0.01)
        each.loop.close()


@pytest.fixture
def typist() -> Iterator[Callable[..., Typist]]:
    """Logs people in who have read nothing yet."""
    people: list[Typist] = []

    def make(port: int, **options: Any) -> Typist:
        people.append(Typist(port, **options))
        return people[-1]

    yield make
    for person in people:
        person.close()


@pytest.fixture
def person(start: Callable[..., Running]) -> Iterator[Typist]:
    """Somebody at the prompt of a fresh router."""
    someone = start().login()
    yield someone
    someone.close()


class ConfigEditor:
    """A configuration without a session: lines in, answers and the running configuration out."""

    def __init__(self, *lines: str) -> None:
        self.context = Context(Config.empty(), Teardown(0.0))
        self.type(*lines)

    def type(self, *lines: str) -> list[str]:
        """What the router said, line by line, silence left out."""
        return [said for _, said in load(self.context, "\n".join(lines))]

    def running(self) -> list[str]:
        """The running configuration's lines."""
        return running_lines(self.context.config, "16.12")

    def block(self, start: str) -> list[str]:
        """The block that starts with this line."""
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
    """The router's configuration as its author listed it."""
    return SEED.read_text()
