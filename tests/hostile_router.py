"""An SSH server that misbehaves on purpose, one way at a time: at each step it may fall silent, close, flood or lie."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import paramiko
from paramiko.common import (
    AUTH_FAILED,
    AUTH_PARTIALLY_SUCCESSFUL,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_RESOURCE_SHORTAGE,
    OPEN_SUCCEEDED,
    cMSG_DISCONNECT,
    cMSG_USERAUTH_INFO_REQUEST,
)
from paramiko.server import InteractiveQuery

KEY = paramiko.ECDSAKey.generate()
RSA_KEY = paramiko.RSAKey.generate(2048)
HOST_KEY = f"{KEY.get_name()} {KEY.get_base64()}"
PROMPT = "csr1000v#"


class Shell:
    """The far end of one shell: what it says and what it hears.

    Attributes:
        heard: Every line that was typed.
        over: Set once the test has ended.
    """

    def __init__(self, channel: paramiko.Channel, over: threading.Event) -> None:
        self._channel = channel
        self._typed = b""
        self.over = over
        self.heard: list[str] = []

    def say(self, text: str | bytes) -> None:
        self._channel.sendall(text.encode() if isinstance(text, str) else text)

    def pause(self, seconds: float = 0.1) -> None:
        self.over.wait(seconds)

    def silence(self) -> None:
        self.over.wait()

    def flood(self, text: str, characters: int) -> None:
        for _ in range(characters // len(text) + 1):
            self.say(text)

    def drip(self, text: str, seconds: float) -> None:
        while not self.over.is_set():
            self.say(text)
            self.pause(seconds)

    def close(self) -> None:
        self._channel.close()

    def line(self) -> str:
        """The next line that is typed."""
        while b"\n" not in self._typed:
            more = self._channel.recv(1024)
            if not more:
                raise EOFError
            self._typed += more
        line, _, self._typed = self._typed.partition(b"\n")
        self.heard.append(line.decode())
        return self.heard[-1]

    def serve(self, answers: dict[str, Callable[["Shell"], None] | str], prompt: str = PROMPT) -> None:
        """An honest router but for the answers to some lines; one that is called says its prompt itself."""
        self.say(prompt)
        usual = {"show privilege": "Current privilege level is 15"}
        while True:
            line = self.line()
            self.say(f"{line}\r\n")
            answer = answers.get(line, usual.get(line, ""))
            if callable(answer):
                answer(self)
                continue
            prompt = {"configure terminal": "csr1000v(config)#", "end": PROMPT}.get(line, prompt)
            self.say(f"{answer}\r\n{prompt}" if answer else prompt)


Talk = Callable[[Shell], None]
Raw = Callable[[socket.socket, threading.Event], None]


@dataclass(frozen=True)
class Behaviour:
    """What a server does at each step; it behaves where nothing is given.

    Args:
        raw: Has the TCP connection for itself; there is no SSH then.
        login: `accept`, `refuse`, `silent`, `close`, `disconnect`, `change`, `publickey`, `more`, or `ask`.
        questions: With `ask`: the rounds of questions, the last one for ever.
        channel: `accept`, `refuse`, `silent` or `close`.
        terminal: The same.
        shell: The same, for a shell or a command.
        talk: What it says once the shell or the command runs.
        offers: The only algorithms it offers, by paramiko's name of their list; with `keys` its key is an RSA key.
    """

    raw: Raw | None = None
    login: str = "accept"
    questions: tuple[tuple[str, ...], ...] = ()
    channel: str = "accept"
    terminal: str = "accept"
    shell: str = "accept"
    talk: Talk = lambda shell: shell.serve({})
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class HostileRouter:
    """One running server.

    Attributes:
        answers: What it was given as passwords and as answers to its questions.
    """

    behaviour: Behaviour
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    answers: list[str] = field(default_factory=list)
    transports: list[paramiko.Transport] = field(default_factory=list)

    def serve(self, near: socket.socket) -> None:
        """One connection."""
        if self.behaviour.raw:
            with suppress(OSError), near:
                self.behaviour.raw(near, self.over)
            return
        transport = paramiko.Transport(near)
        self.transports.append(transport)
        transport.add_server_key(RSA_KEY if "keys" in self.behaviour.offers else KEY)
        for name, algorithms in self.behaviour.offers.items():
            setattr(transport, f"_preferred_{name}", algorithms)
        with suppress(paramiko.SSHException, EOFError, OSError):
            transport.start_server(server=_Server(self, transport))


class _Server(paramiko.ServerInterface):
    def __init__(self, router: HostileRouter, transport: paramiko.Transport) -> None:
        self._router = router
        self._behaviour = router.behaviour
        self._transport = transport
        self._round = 0

    def get_allowed_auths(self, username: str) -> str:
        ways = {"ask": "keyboard-interactive", "publickey": "publickey,hostbased", "more": "hostbased"}
        return ways.get(self._behaviour.login, "password,publickey")

    def check_auth_password(self, username: str, password: str) -> int:
        if self._behaviour.login == "ask":
            return AUTH_FAILED
        self._router.answers.append(password)
        return self._login()

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return self._login()

    def _login(self) -> int:
        login = self._behaviour.login
        if login == "silent":
            self._router.over.wait()
        elif login == "close":
            self._transport.close()
        elif login == "disconnect":
            self._send(cMSG_DISCONNECT, 2, "Too many authentication failures\x1b[2J")
        elif login == "change":
            self._send(cMSG_USERAUTH_INFO_REQUEST, "Your password has expired", "")
            self._router.over.wait()
        elif login == "more":
            return AUTH_PARTIALLY_SUCCESSFUL
        return AUTH_SUCCESSFUL if login == "accept" else AUTH_FAILED

    def _send(self, kind: bytes, *values: int | str) -> None:
        message = paramiko.Message()
        message.add_byte(kind)
        for value in values:
            message.add(value)
        message.add_string("")
        self._transport._send_message(message)  # type: ignore[attr-defined]
        if kind == cMSG_DISCONNECT:
            self._transport.close()

    def check_auth_interactive(self, username: str, submethods: str) -> int | InteractiveQuery:
        return self._query() if self._behaviour.login == "ask" else AUTH_FAILED

    def check_auth_interactive_response(self, responses: list[str]) -> int | InteractiveQuery:
        self._router.answers += responses
        return self._query()

    def _query(self) -> int | InteractiveQuery:
        rounds = self._behaviour.questions
        asked = rounds[min(self._round, len(rounds) - 1)]
        self._round += 1
        if asked == ("accept",):
            return AUTH_SUCCESSFUL
        return InteractiveQuery("", "", *((text, False) for text in asked))

    def check_channel_request(self, kind: str, chanid: int) -> int:
        if self._step(self._behaviour.channel):
            return OPEN_SUCCEEDED
        return OPEN_FAILED_RESOURCE_SHORTAGE

    def check_channel_pty_request(self, channel: paramiko.Channel, *options: object) -> bool:
        return self._step(self._behaviour.terminal)

    def check_channel_shell_request(self, channel: paramiko.Channel) -> bool:
        return self._step(self._behaviour.shell) and self._talk(channel)

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        return self._step(self._behaviour.shell) and self._talk(channel)

    def _step(self, does: str) -> bool:
        if does == "silent":
            self._router.over.wait()
        if does == "close":
            self._transport.close()
        return does == "accept"

    def _talk(self, channel: paramiko.Channel) -> bool:
        def run() -> None:
            with suppress(OSError, EOFError, paramiko.SSHException):
                self._behaviour.talk(Shell(channel, self._router.over))

        threading.Thread(target=run, daemon=True).start()
        return True


@contextmanager
def hostile_router(behaviour: Behaviour) -> Iterator[HostileRouter]:
    """A server that misbehaves so, alive within the `with` block."""
    router = HostileRouter(behaviour)
    with socket.create_server(("127.0.0.1", 0), backlog=8) as server:
        router.port = server.getsockname()[1]

        def accept() -> None:
            with suppress(OSError):
                while True:
                    near, _ = server.accept()
                    threading.Thread(target=router.serve, args=(near,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield router
        finally:
            router.over.set()
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            for transport in router.transports:
                transport.close()
