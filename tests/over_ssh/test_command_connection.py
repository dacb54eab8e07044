"""Commands on one connection over real SSH: exit code, both outputs, input, and a connection that is lost."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from functools import partial
from queue import Queue

import asyncssh
import pytest

from errors import LoginError, SessionLostError
from transport.endpoint import Endpoint
from transport.remote_command import CommandConnection, Outcome, open_commands


class _Server(asyncssh.SSHServer):
    """Admits one password."""

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return password == "lab"


async def _answer(process: "asyncssh.SSHServerProcess[str]") -> None:
    if process.command == "hang":
        await process.wait_closed()
    elif process.command == "cut":
        process.get_extra_info("connection").abort()
    else:
        text = await process.stdin.read()
        process.stdout.write(f"{process.command}: {text}")
        process.stderr.write("to standard error")
        process.exit(3)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    key = asyncssh.generate_private_key("ssh-ed25519")
    ready: Queue[tuple[int, Callable[[], object]]] = Queue()

    connections: list[asyncssh.SSHServerConnection] = []

    class Kept(_Server):
        def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
            connections.append(conn)

    async def serve() -> None:
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        async with asyncssh.listen(
            "127.0.0.1", 0, server_host_keys=[key], server_factory=Kept, process_factory=_answer
        ) as server:
            ready.put((server.get_port(), partial(loop.call_soon_threadsafe, over.set)))
            await over.wait()
        for connection in connections:
            connection.abort()
            await connection.wait_closed()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    port, end = ready.get(timeout=10)
    public = " ".join(key.export_public_key().decode().split()[:2])
    yield Endpoint("edge", "127.0.0.1", "admin", port, host_key=public, answer_seconds=1)
    end()
    thread.join(10)


@pytest.fixture
def connection(endpoint: Endpoint) -> Iterator[CommandConnection]:
    made = open_commands(endpoint, "lab")
    yield made
    made.close()


def test_a_command_has_an_exit_code_an_input_and_two_outputs(connection: CommandConnection) -> None:
    assert connection.run("first", "the input\n") == Outcome(3, "first: the input\n", "to standard error")


def test_commands_follow_each_other_on_one_connection(connection: CommandConnection) -> None:
    assert [connection.run(name).output for name in ("first", "second")] == ["first: ", "second: "]
    assert connection.alive


def test_more_than_a_window_of_input_and_output_passes(connection: CommandConnection) -> None:
    text = f"{'x' * 99}\n" * 40_000
    assert connection.run("much", text).output == f"much: {text}"


def test_a_command_without_output_in_time_is_a_lost_session(connection: CommandConnection) -> None:
    with pytest.raises(SessionLostError) as raised:
        connection.run("hang")
    assert str(raised.value) == "edge: the command had no output for 1 s"


def test_a_connection_that_is_cut_during_a_command_is_a_lost_session(connection: CommandConnection) -> None:
    with pytest.raises(SessionLostError) as raised:
        connection.run("cut")
    assert str(raised.value) == "edge: the connection was lost during a command"
    assert not connection.alive


def test_no_command_runs_on_a_closed_connection(connection: CommandConnection) -> None:
    connection.close()
    with pytest.raises(SessionLostError) as raised:
        connection.run("first")
    assert raised.value.what.startswith("the command could not be run: ")


def test_a_wrong_password_is_refused(endpoint: Endpoint) -> None:
    with pytest.raises(LoginError) as raised:
        open_commands(endpoint, "wrong")
    assert raised.value.what.endswith("wrong user name or password")
