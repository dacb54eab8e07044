"""One command on a host over real SSH, and every way it can go wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import asyncssh
import pytest

from errors import HostKeyError, LoginError, SessionLostError, UnreachableError
from tests.command_host import command_host
from transport.endpoint import Endpoint
from transport.remote_command import run


async def _answer(process: "asyncssh.SSHServerProcess[str]") -> None:
    if process.command == "hang":
        await process.wait_closed()
    if process.command == "fail":
        process.stderr.write("first\ncurl: not found\n")
        process.exit(127)
    process.stdout.write(f"{process.command}\nsecond line\n")
    process.exit(0)


@dataclass
class Host:
    """A running SSH server and the key it lets in."""

    endpoint: Endpoint
    key: str


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with command_host(tmp_path, _answer) as made:
        endpoint = Endpoint("client", "127.0.0.1", "root", made.port, host_key=made.host_key, answer_seconds=1)
        yield Host(endpoint, made.key)


def test_what_the_command_prints_comes_back(host: Host) -> None:
    assert run(host.endpoint, host.key, "seq 2") == "seq 2\nsecond line\n"


def test_a_command_that_fails_is_told_with_its_last_word(host: Host) -> None:
    with pytest.raises(SessionLostError) as caught:
        run(host.endpoint, host.key, "fail")
    assert str(caught.value) == "client: the command ended with 127: curl: not found"


def test_a_command_that_says_nothing_is_given_up(host: Host) -> None:
    with pytest.raises(SessionLostError) as caught:
        run(host.endpoint, host.key, "hang")
    assert str(caught.value) == "client: the command had no output for 1 s"


def test_a_host_with_another_key_is_refused(host: Host, tmp_path: Path) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    with pytest.raises(HostKeyError):
        run(replace(host.endpoint, host_key=" ".join(other.split()[:2])), host.key, "seq 2")


def test_a_key_the_host_does_not_know_is_refused(host: Host, tmp_path: Path) -> None:
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(tmp_path / "other")
    with pytest.raises(LoginError) as caught:
        run(host.endpoint, str(tmp_path / "other"), "seq 2")
    assert str(caught.value) == (
        f"client: user 'root' refused by {host.endpoint.place}: Authentication failed.\n"
        "  hint: is the public key in ~root/.ssh/authorized_keys there?"
    )


def test_a_key_file_that_is_missing_is_named(host: Host, tmp_path: Path) -> None:
    with pytest.raises(LoginError) as caught:
        run(host.endpoint, str(tmp_path / "none"), "seq 2")
    assert str(caught.value) == f"client: private key '{tmp_path}/none' cannot be used: No such file or directory"


def test_a_file_that_is_no_key_is_named(host: Host, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello\n")
    with pytest.raises(LoginError, match=r"^client: private key '.*/text' cannot be used: "):
        run(host.endpoint, str(tmp_path / "text"), "seq 2")


def test_a_host_that_is_away_is_named(host: Host) -> None:
    with pytest.raises(UnreachableError, match=r"^client: no connection to 127\.0\.0\.1 port 9: connection refused"):
        run(replace(host.endpoint, port=9), host.key, "seq 2")
