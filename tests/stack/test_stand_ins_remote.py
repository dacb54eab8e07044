"""Remote commands against a real SSH server on this machine."""

import asyncio
import threading
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import asyncssh
import pytest

from toolchain.stand_ins import remote
from toolchain.stand_ins.outcome import CommandError, Job, Outcome, Register

PASSWORD = "correct horse"


@dataclass
class Server:
    """An SSH server that runs what it is told, for root with the password or the key."""

    key: asyncssh.SSHKey = field(default_factory=lambda: asyncssh.generate_private_key("ssh-ed25519"))
    client: asyncssh.SSHKey = field(default_factory=lambda: asyncssh.generate_private_key("ssh-ed25519"))
    port: int = 0
    logins: int = 0
    connections: list[asyncssh.SSHServerConnection] = field(default_factory=list)

    @property
    def host_key(self) -> str:
        return self.key.export_public_key("openssh").decode().strip()

    def connection(self, **more: Any) -> dict[str, Any]:
        return {"host": "127.0.0.1", "port": float(self.port), "password": PASSWORD, "dialErrorLimit": 1.0, **more}


class _Logins(asyncssh.SSHServer):
    def __init__(self, server: Server) -> None:
        self._server = server

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._server.connections.append(conn)

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        self._server.logins += 1
        return (username, password) == ("root", PASSWORD)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return key == self._server.client.convert_to_public()


async def _execute(process: "asyncssh.SSHServerProcess[bytes]") -> None:
    shell = await asyncio.create_subprocess_exec(
        "/bin/sh", "-c", process.command or "", env=dict(process.env), stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    stdout, stderr = await shell.communicate(await process.stdin.read())
    process.stdout.write(stdout)
    process.stderr.write(stderr)
    process.exit(shell.returncode or 0)


async def _listen(server: Server) -> asyncssh.SSHAcceptor:
    acceptor = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_factory=lambda: _Logins(server),
        server_host_keys=[server.key],
        process_factory=_execute,
        encoding=None,
    )
    server.port = acceptor.get_port()
    return acceptor


async def _close(acceptor: asyncssh.SSHAcceptor, server: Server) -> None:
    acceptor.close()
    for connection in server.connections:
        connection.abort()
        await connection.wait_closed()
    await acceptor.wait_closed()
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.wait_for(asyncio.gather(*rest, return_exceptions=True), 5)


@pytest.fixture
def server() -> Iterator[Server]:
    here, loop = Server(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    acceptor = asyncio.run_coroutine_threadsafe(_listen(here), loop).result(10)
    yield here
    asyncio.run_coroutine_threadsafe(_close(acceptor, here), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def _run(command: str, connection: dict[str, Any], **inputs: Any) -> Outcome:
    job = Job({"connection": connection, **inputs}, command, {}, 0, Register(), lambda stream, line: None)
    return remote.run(job)


def test_a_command_runs_with_its_standard_input(server: Server) -> None:
    outcome = _run("cat; echo two >&2", server.connection(), stdin="one\n")
    assert (outcome.stdout, outcome.stderr) == ("one", "two")


def test_variables_are_set_where_the_server_takes_them(server: Server) -> None:
    assert _run("echo $COLOR", server.connection(), environment={"COLOR": "red"}).stdout == "red"


def test_a_failure_carries_code_command_and_output(server: Server) -> None:
    with pytest.raises(CommandError) as caught:
        _run("echo no >&2; exit 3", server.connection())
    assert str(caught.value) == 'exit status 3: running "echo no >&2; exit 3":\nno'


def test_a_private_key_logs_in(server: Server) -> None:
    key = server.client.export_private_key("openssh").decode()
    assert _run("echo in", server.connection(password=None, privateKey=key)).stdout == "in"


def test_the_right_host_key_is_taken(server: Server) -> None:
    assert _run("echo in", server.connection(hostKey=server.host_key)).stdout == "in"


def test_another_host_key_is_refused_before_the_password_is_sent(server: Server) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key("openssh").decode()
    with pytest.raises(CommandError) as caught:
        _run("echo in", server.connection(hostKey=other, dialErrorLimit=5.0))
    assert str(caught.value).startswith(
        f"root@127.0.0.1 port {server.port}: no connection after 1 attempt: "
        "Host key for server '127.0.0.1' does not match: "
    )
    assert server.logins == 0


def test_a_host_key_that_is_none_is_refused(server: Server) -> None:
    with pytest.raises(CommandError) as caught:
        _run("echo in", server.connection(hostKey="rubbish"))
    assert "hostKey: not a public key line" in str(caught.value)


def test_a_wrong_password_is_tried_once(server: Server) -> None:
    with pytest.raises(CommandError) as caught:
        _run("echo in", server.connection(password="wrong", dialErrorLimit=5.0))
    assert str(caught.value) == (
        f"root@127.0.0.1 port {server.port}: no connection after 1 attempt: Authentication failed."
    )
    assert server.logins == 1


def test_a_dead_host_is_tried_as_often_as_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "PAUSE_SECONDS", 0.0)
    with pytest.raises(CommandError) as caught:
        _run("echo in", server.connection(port=1.0, dialErrorLimit=3.0))
    assert str(caught.value).startswith("root@127.0.0.1 port 1: no connection after 3 attempts: ")
