"""Injected faults take effect."""

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import paramiko
import pytest

from emulator.faults import FAULT_KINDS, LINE_NOISE, Faults, FaultsError, read_faults
from tests.eventually import eventually, stays

Start = Callable[..., Any]


@pytest.fixture
def faults(tmp_path: Path) -> Callable[..., Path]:
    """Writes a faults file."""

    def write(**settings: Any) -> Path:
        path = tmp_path / "faults.json"
        path.write_text(json.dumps(settings))
        return path

    return write


def vrfs(running: Any) -> list[str]:
    return sorted(running.router.device.config.vrfs)


def test_a_line_is_refused_once(start: Start, faults: Any) -> None:
    running = start(faults=faults(lines=[{"match": "ip vrf .*", "at": 2, "do": "refuse", "text": "% No."}]))
    cli = running.login()
    assert cli.run("conf t", "ip vrf a", "ip vrf b") == "% No."
    assert cli.run("ip vrf b") == ""
    assert vrfs(running) == ["a", "b"]
    cli.close()


def test_the_connection_is_cut_before_the_line_took_effect(start: Start, faults: Any) -> None:
    running = start(faults=faults(lines=[{"match": "ip vrf a", "do": "cut"}]))
    cli = running.login()
    cli.run("conf t")
    cli.send("ip vrf a\r")
    assert cli.read(b"never").removeprefix(b"ip vrf a\r\n") == b""
    assert vrfs(running) == []


def test_the_connection_is_cut_after_the_line_took_effect(start: Start, faults: Any) -> None:
    running = start(faults=faults(lines=[{"match": "ip vrf a", "do": "cut-after"}]))
    cli = running.login()
    cli.run("conf t")
    cli.send("ip vrf a\r")
    assert b"csr1000v" not in cli.read(b"never")
    assert vrfs(running) == ["a"]


def test_the_connection_is_cut_within_an_answer(start: Start, faults: Any) -> None:
    running = start(faults=faults(lines=[{"match": "show running-config", "do": "cut-within", "bytes": 30}]))
    cli = running.login()
    cli.send("show running-config\r")
    answer = cli.read(b"never").removeprefix(b"show running-config\r\n")
    assert b"Building configuration...\r\n\r\nCurrent".startswith(answer)


def test_a_line_hangs(start: Start, faults: Any) -> None:
    cli = start(faults=faults(lines=[{"match": "show clock", "do": "hang"}])).login()
    cli.channel.settimeout(0.5)
    with pytest.raises(TimeoutError):
        cli.type("show clock\r")
    cli.close()


def test_a_message_stands_between_echo_and_answer(start: Start, faults: Any) -> None:
    message = "*Nov 23 23:00:00.000: %SYS-5-CONFIG_I: Configured from console by console"
    cli = start(faults=faults(lines=[{"match": "show privilege", "do": "log", "text": message}])).login()
    assert cli.run("show privilege") == f"{message}\nCurrent privilege level is 15"
    cli.close()


def test_every_line_is_late(start: Start, faults: Any) -> None:
    cli = start(faults=faults(latency_ms=300)).login()
    began = time.monotonic()
    cli.run("show privilege")
    assert time.monotonic() - began >= 0.3
    cli.close()


def test_a_small_input_buffer_drops_what_overruns_it(start: Start, faults: Any) -> None:
    running = start(faults=faults(latency_ms=20, input_buffer=40))
    cli = running.login()
    cli.type("conf t\r")
    cli.send("".join(f"ip vrf vrf-number-{number}\r" for number in range(20)))
    # All 20 would take 0.4 s.
    assert stays(lambda: len(running.call(lambda: vrfs(running))) < 5, True, seconds=0.5)
    cli.close()


def test_with_all_lines_taken_connections_are_refused(start: Start, faults: Any) -> None:
    port = start(faults=faults(vty_busy=True)).port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_another_host_key_than_announced(start: Start, faults: Any) -> None:
    running = start(faults=faults(wrong_host_key=True))
    transport = paramiko.Transport(("127.0.0.1", running.port))
    transport.start_client(timeout=10)
    assert transport.get_remote_server_key().get_base64() != running.router.host_key.split()[1]
    transport.close()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"latncy_ms": 1}, "latncy_ms '1': unknown key, or a value of the wrong type"),
        ({"vty_busy": 3}, "vty_busy '3': unknown key, or a value of the wrong type"),
        (
            {"lines": [{"do": "explode"}]},
            "lines '{'do': 'explode'}': needs 'do', one of " + ", ".join(FAULT_KINDS),
        ),
    ],
)
def test_an_unknown_key_or_a_wrong_type_is_refused(faults: Any, settings: dict[str, Any], message: str) -> None:
    path = faults(**settings)
    with pytest.raises(FaultsError) as refused:
        read_faults(path)
    assert str(refused.value) == f"--faults '{path}': {message}"


def test_the_router_reboots_in_the_middle(start: Start, faults: Any) -> None:
    running = start(faults=faults(boot_ms=100, lines=[{"match": "ip vrf b", "do": "reboot"}]))
    cli = running.login()
    cli.run("conf t", "ip vrf a")
    cli.send("ip vrf b\r")
    cli.read(b"never")
    running.login_after_reboot().close()
    assert vrfs(running) == []


def test_garbage_stands_between_echo_and_answer(start: Start, faults: Any) -> None:
    cli = start(faults=faults(lines=[{"match": "show privilege", "do": "garbage"}])).login()
    noise = LINE_NOISE.encode("latin-1")
    assert cli.type("show privilege\r") == (
        b"show privilege\r\n" + noise + b"Current privilege level is 15\r\ncsr1000v#"
    )
    cli.close()


def test_the_first_session_is_cut_at_a_byte_and_the_next_is_whole(start: Start, faults: Any) -> None:
    running = start(faults=faults(cut_at_byte=100))
    cli = running.login()
    cli.send("show running-config\r")
    assert b"\r\nend\r\n" not in cli.read(b"never")
    again = running.login()
    assert "\nend\n" in again.run("show running-config") + "\n"
    again.close()


def test_the_nth_line_is_cut_whatever_it_is(start: Start, faults: Any) -> None:
    running = start(faults=faults(lines=[{"at": 3, "do": "cut"}]))
    cli = running.login()
    cli.run("conf t", "ip vrf a")
    cli.send("ip vrf b\r")
    cli.read(b"never")
    assert vrfs(running) == ["a"]


def test_a_line_is_delayed(start: Start, faults: Any) -> None:
    cli = start(faults=faults(lines=[{"match": "show clock", "do": "delay", "seconds": 0.4}])).login()
    began = time.monotonic()
    cli.run("show clock")
    assert time.monotonic() - began >= 0.4
    cli.close()


def test_a_deletion_takes_the_configured_time(start: Start, faults: Any) -> None:
    cli = start(faults=faults(deletion_ms=1000)).login()
    cli.run("conf t", "ip vrf a", "rd 1:1", "exit", "no ip vrf a")
    assert "Deletion of RD in progress" in cli.run("ip vrf a")
    assert eventually(lambda: cli.run("ip vrf a", "rd 1:1"), "") == ""
    cli.close()


def test_a_command_on_an_exec_channel_is_cut_too(start: Start, faults: Any) -> None:
    running = start(faults=faults(lines=[{"do": "cut-within", "bytes": 40}]))
    transport = paramiko.Transport(("127.0.0.1", running.port))
    transport.connect(username="admin", password="lab")
    channel = transport.open_session()
    channel.settimeout(10)
    channel.exec_command("show running-config")
    assert channel.makefile().read().startswith(b"\r\nBuilding configuration...\r\n\r\nCurrent")
    transport.close()


def test_every_fault_kind_is_documented_and_tested() -> None:
    page = (Path(__file__).parents[3] / "docs" / "lab-router.md").read_text()
    tested = Path(__file__).read_text()
    fields = [name for name in Faults.__dataclass_fields__ if name != "lines"]
    assert [name for name in fields if f"{name}: " not in page or f"{name}=" not in tested] == []
    listed = " | ".join(FAULT_KINDS)
    assert f"# {listed}" in page
    assert [deed for deed in FAULT_KINDS if f'"do": "{deed}"' not in tested] == []
