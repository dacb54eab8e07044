"""Files over SCP and Tcl, and a reload."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import paramiko
import pytest
from scp import SCPClient, SCPException  # type: ignore[import-untyped]

Start = Callable[..., Any]


def transport(port: int) -> paramiko.Transport:
    made = paramiko.Transport(("127.0.0.1", port))
    made.connect(username="admin", password="lab")
    return made


def test_scp_puts_and_gets_a_file(start: Start, tmp_path: Path) -> None:
    running = start(startup="ip scp server enable\n")
    data = bytes(range(256)) * 300
    (tmp_path / "here").write_bytes(data)
    for way in ("put", "get"):
        over = transport(running.port)
        with SCPClient(over) as client:
            if way == "put":
                client.put(str(tmp_path / "here"), "flash:/there.bin")
            else:
                client.get("flash:/there.bin", str(tmp_path / "back"))
        over.close()
    assert (tmp_path / "back").read_bytes() == data


def test_scp_is_off_unless_enabled(start: Start, tmp_path: Path) -> None:
    (tmp_path / "here").write_text("x")
    over = transport(start().port)
    with SCPClient(over) as client, pytest.raises(SCPException):
        client.put(str(tmp_path / "here"), "flash:/there")
    over.close()


def test_tcl_writes_a_file(start: Start) -> None:
    cli = start().login()
    assert cli.type("tclsh\r").endswith(b"\r\ncsr1000v(tcl)#")
    assert cli.type('puts [open "flash:a.txt" w+] {one\r', b"+>").endswith(b"\r\n+>")
    cli.type("two?\r", b"+>")
    cli.type("}\r")
    assert cli.type("tclquit\r").endswith(b"\r\ncsr1000v#")
    assert cli.run("more flash:a.txt") == "one\ntwo?"
    cli.close()


def test_exec_commands_work_in_the_tcl_shell(start: Start) -> None:
    cli = start().login()
    assert cli.run("tclsh", "show privilege") == "Current privilege level is 15"
    cli.close()


def test_a_reload_discards_unsaved_changes(start: Start) -> None:
    running = start(startup="hostname first\n", hostname=None)
    running.router.device.boot_seconds = 0.2
    cli = running.login()
    cli.run("conf t", "hostname second", "end")
    assert cli.type("reload\r", b": ").endswith(b"Save? [yes/no]: ")
    assert cli.type("no\r", b"[confirm]").endswith(b"Proceed with reload? [confirm]")
    cli.send("\r")
    cli.read(b"never")
    again = running.login_after_reboot()
    assert again.type("\r") == b"\r\nfirst#"
    again.close()


def test_a_reload_can_be_scheduled_and_cancelled(start: Start) -> None:
    cli = start().login()
    assert cli.run("show reload") == "No reload is scheduled."
    cli.type("reload in 10\r", b"[confirm]")
    cli.type("\r")
    assert cli.run("show reload").startswith("Reload scheduled for ")
    cli.run("reload cancel")
    assert cli.run("show reload") == "No reload is scheduled."
    cli.close()
