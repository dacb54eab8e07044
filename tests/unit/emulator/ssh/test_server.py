"""The SSH server: algorithms, authentication, number of connections."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncssh
import paramiko
import pytest

from emulator.__main__ import main
from emulator.options import Options
from emulator.start import Router
from tests.eventually import eventually

Start = Callable[..., Any]
# What is only too late where it hangs: a busy machine takes long to start a process.
SECONDS = 60
SHA_1 = ["diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1"]


def offer(port: int) -> paramiko.Transport:
    """A transport after key exchange, before login."""
    transport = paramiko.Transport(("127.0.0.1", port))
    transport.start_client(timeout=SECONDS)
    return transport


@pytest.mark.parametrize("profile", ["16.12", "17.15"])
def test_the_banner_is_ciscos(start: Start, profile: str) -> None:
    with socket.create_connection(("127.0.0.1", start(profile=profile).port)) as plain:
        assert plain.recv(64) == b"SSH-2.0-Cisco-1.25\r\n"


def test_16_12_offers_ssh_rsa_alone(start: Start) -> None:
    transport = offer(start(profile="16.12").port)
    assert transport.host_key_type == "ssh-rsa"
    transport.close()


def test_16_12_refuses_a_client_without_sha_1(start: Start) -> None:
    port = start(profile="16.12").port
    transport = paramiko.Transport(("127.0.0.1", port), disabled_algorithms={"kex": SHA_1})
    with pytest.raises(paramiko.SSHException):
        transport.start_client(timeout=SECONDS)
    transport.close()


def test_17_15_needs_no_sha_1(start: Start) -> None:
    transport = offer(start(profile="17.15").port)
    assert transport.host_key_type == "rsa-sha2-512"
    transport.close()


def test_a_wrong_password_is_refused(start: Start) -> None:
    transport = offer(start().port)
    with pytest.raises(paramiko.AuthenticationException):
        transport.auth_password("admin", "wrong", fallback=False)
    transport.close()


def test_none_is_refused_and_names_the_methods(start: Start) -> None:
    transport = offer(start().port)
    with pytest.raises(paramiko.BadAuthenticationType) as refused:
        transport.auth_none("admin")
    assert sorted(refused.value.allowed_types) == ["keyboard-interactive", "password"]
    transport.close()


def test_keyboard_interactive_asks_for_the_password(start: Start) -> None:
    transport, asked = offer(start().port), []

    def answer(title: str, instructions: str, prompts: list[tuple[str, bool]]) -> list[str]:
        asked.extend(prompts)
        return ["lab"] * len(prompts)

    transport.auth_interactive("admin", answer)
    assert [prompt for prompt in asked if prompt] == [("Password: ", False)]
    transport.close()


def test_the_startup_configurations_users_may_log_in(start: Start) -> None:
    running = start(startup="username bob privilege 15 secret 0 hush\n")
    cli = running.login(user="bob", password="hush")
    assert cli.run("show privilege") == "Current privilege level is 15"
    cli.close()


@pytest.mark.parametrize(
    "credential",
    ["secret 5 $1$Y0mR$r45UJZ6J2SyM3PcUUHIBL1", "password 7 082D4D4C", "password 0 lab", "password lab"],
)
def test_stored_passwords_of_every_kind_are_understood(start: Start, credential: str) -> None:
    running = start(startup=f"username bob privilege 15 {credential}\n")
    running.login(user="bob", password="lab").close()


def test_an_exec_channel_runs_one_command_and_the_connection_closes(start: Start) -> None:
    transport = offer(start().port)
    transport.auth_password("admin", "lab")
    channel = transport.open_session()
    channel.exec_command("show privilege")
    assert channel.makefile().read() == b"\r\nCurrent privilege level is 15\r\n"
    assert eventually(transport.is_active, False) is False


@pytest.mark.parametrize("command", ["show privilege", "show clock", "copy running-config startup-config"])
def test_a_command_is_answered_after_the_end_of_input(start: Start, command: str) -> None:
    """As `ssh router 'show …' </dev/null`; a question without an answer ends the session."""
    transport = offer(start(latency_seconds=0.2).port)
    transport.auth_password("admin", "lab")
    channel = transport.open_session()
    channel.settimeout(10)
    channel.exec_command(command)
    channel.shutdown_write()
    assert len(channel.makefile().read()) > len("\r\n")
    transport.close()


def test_lines_before_the_end_of_input_are_answered(start: Start) -> None:
    cli = start().login()
    cli.send("show privilege\r")
    cli.channel.shutdown_write()
    assert b"Current privilege level is 15\r\n" in cli.read(b"never")
    cli.close()


def test_a_connection_carries_one_session(start: Start) -> None:
    cli = start().login()
    with pytest.raises(paramiko.ChannelException):
        cli.transport.open_session()
    assert cli.run("show privilege") == "Current privilege level is 15"
    cli.close()


def test_with_all_lines_busy_the_port_is_closed(start: Start) -> None:
    running = start(vty_lines=2)
    first, second = running.login(), running.login()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", running.port))
    first.close()
    running.login_after_reboot().close()
    second.close()


def run(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "emulator", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_program_prints_its_port_and_stops_cleanly(host_key: Path, stop: signal.Signals) -> None:
    command = ("--listen", "127.0.0.1:0", "--username", "u", "--host-key", str(host_key))
    with run(*command, LAB_ROUTER_PASSWORD="p") as process:
        assert process.stdout
        assert process.stderr
        ready = json.loads(process.stdout.readline())
        key = asyncssh.read_private_key(host_key).export_public_key().decode().split()[1]
        assert ready["host_key"] == f"ssh-rsa {key}"
        socket.create_connection(("127.0.0.1", ready["port"])).close()
        process.send_signal(stop)
        assert (process.wait(SECONDS), process.stderr.read()) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--listen", "nowhere"), "emulator: error: --listen 'nowhere': not HOST:PORT"),
        (
            ("--listen", "127.0.0.1:0", "--startup-config", "/nowhere"),
            "emulator: error: --startup-config '/nowhere': No such file or directory",
        ),
        (
            ("--listen", "127.0.0.1:0", "--username", "u"),
            "emulator: error: --username 'u': no password (--password or LAB_ROUTER_PASSWORD)",
        ),
    ],
)
def test_invalid_arguments_give_a_one_line_error(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == message


def test_a_broken_host_key_gives_a_one_line_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "key"
    path.write_text("no key\n")
    assert main(["--listen", "127.0.0.1:0", "--host-key", str(path)]) == 2
    assert capsys.readouterr().err == f"emulator: --host-key '{path}': Invalid private key\n"


@pytest.mark.parametrize("option", ["--typed-log", "--state-log"])
def test_an_unwritable_log_gives_a_one_line_error(
    option: str, host_key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--listen", "127.0.0.1:0", "--host-key", str(host_key), option, "/nowhere/log"]) == 2
    assert capsys.readouterr().err == f"emulator: {option} '/nowhere/log': No such file or directory\n"


def test_an_idle_session_ends_after_its_exec_timeout(start: Start) -> None:
    cli = start(startup="line vty 0 4\n exec-timeout 0 1\n").login()
    assert cli.read(b"never") == b"\r\n"


def test_a_port_in_use_gives_a_one_line_error(start: Start, host_key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = start().port
    assert main(["--listen", f"127.0.0.1:{port}", "--host-key", str(host_key)]) == 1
    assert capsys.readouterr().err == f"emulator: cannot listen on '127.0.0.1:{port}': Address already in use\n"


def test_an_unmodelled_startup_line_is_counted_and_not_printed(
    start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    start(startup="hostname r1\nusername bob secretly hunter2\n")
    message = "emulator: startup-config: 1 line(s) not modelled: kept verbatim, without effect\n"
    assert capsys.readouterr().err == message


def test_a_router_that_is_stopped_while_it_reopens_its_socket_stays_closed(host_key: Path) -> None:
    async def stopped_at_once() -> int:
        router = await Router.started(Options(vty_lines=1, host_key=host_key))
        line = router.device.lines.acquire("admin", "127.0.0.1")
        router.listener.changed()
        assert line
        router.device.lines.release(line)
        port = router.port
        router.listener.changed()
        await router.stop()
        await asyncio.sleep(0.1)
        return port

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", asyncio.run(stopped_at_once())))
