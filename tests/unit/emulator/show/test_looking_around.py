"""The log and the SSH server, as text."""

import re
from collections.abc import Callable
from typing import Any

import pytest

HEAD = """\
Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns, xml disabled, \
filtering disabled)

No Active Message Discriminator.



No Inactive Message Discriminator.


    Console logging: level debugging, 1 messages logged, xml disabled,
                     filtering disabled
    Monitor logging: level debugging, 0 messages logged, xml disabled,
                     filtering disabled
    Buffer logging:  level informational, 1 messages logged, xml disabled,
                    filtering disabled
    Exception Logging: size (4096 bytes)
    Count and timestamp logging messages: disabled
    Persistent logging: disabled

No active filter modules.

    Trap logging: level informational, 1 message lines logged
        Logging Source-Interface:       VRF Name:

Log Buffer (8192 bytes):"""


def test_the_log_has_the_user_of_a_change(start: Callable[..., Any]) -> None:
    shell = start(startup="logging buffered 8192 informational").login()
    shell.run("configure terminal", "end")
    head, _, messages = shell.run("show logging").rpartition("\n\n")
    assert head == HEAD
    stamp, message = messages.split(": ", 1)
    assert re.fullmatch(r"\*[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d\.\d{3}", stamp)
    assert message == "%SYS-5-CONFIG_I: Configured from console by admin on vty0 (127.0.0.1)"
    assert shell.type("clear logging\r", b"[confirm]")
    shell.type("\r")
    assert shell.run("show logging") == HEAD
    shell.close()


def test_a_log_is_not_cleared_without_confirmation(start: Callable[..., Any]) -> None:
    shell = start(startup="").login()
    shell.run("configure terminal", "end")
    shell.type("clear logging\r", b"[confirm]")
    shell.type("n")
    assert shell.run("show logging | count CONFIG_I") == "Number of lines which match regexp = 1"
    shell.close()


def test_the_oldest_messages_leave_a_full_log(start: Callable[..., Any]) -> None:
    running = start(startup="")
    for number in range(100):
        running.call(lambda number=number: running.router.device.log_message(f"%TEST-6-NUMBER: {number:03}"))
    messages = list(running.router.device.log.messages)
    assert sum(map(len, messages)) <= 4096
    assert messages[-1].endswith(" %TEST-6-NUMBER: 099")
    assert messages[0].endswith(f" {100 - len(messages):03}")


@pytest.mark.parametrize(("line", "kept"), [("logging buffered errors", 0), ("logging buffered 16384 5", 1)])
def test_the_log_keeps_messages_of_its_level_and_above(start: Callable[..., Any], line: str, kept: int) -> None:
    running = start(startup=line)
    running.call(lambda: running.router.device.log_message("%TEST-5-NOTICE: 1"))
    running.call(lambda: running.router.device.log_message("%TEST-6-NUMBER: 1"))
    assert len(running.router.device.log.messages) == kept


def test_a_reload_empties_the_log(start: Callable[..., Any]) -> None:
    running = start(startup="")
    running.call(lambda: running.router.device.log_message("%TEST-6-NUMBER: 1"))
    running.call(lambda: running.router.device.boot(""))
    assert list(running.router.device.log.messages) == []


@pytest.mark.parametrize(("lines", "version", "seconds"), [("", "1.99", 120), ("ip ssh version 2", "2.0", 60)])
def test_the_ssh_server_shows_its_settings_and_key(
    start: Callable[..., Any], lines: str, version: str, seconds: int
) -> None:
    running = start(startup=f"{lines}\nip ssh time-out {seconds}", profile="17.15")
    shell = running.login()
    shown = shell.run("show ip ssh").split("\n")
    shell.close()
    assert shown[:10] == [
        f"SSH Enabled - version {version}",
        "Authentication methods:keyboard-interactive,password",
        "Hostkey Algorithms:rsa-sha2-512,rsa-sha2-256,ssh-rsa",
        "Encryption Algorithms:chacha20-poly1305@openssh.com,aes128-gcm@openssh.com,aes256-gcm@openssh.com,"
        "aes128-ctr,aes192-ctr,aes256-ctr",
        "MAC Algorithms:hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com",
        "KEX Algorithms:curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
        "ecdh-sha2-nistp521,diffie-hellman-group14-sha256,diffie-hellman-group16-sha512",
        f"Authentication timeout: {seconds} secs; Authentication retries: 3",
        "Minimum expected Diffie Hellman key size : 2048 bits",
        "IOS Keys in SECSH format(ssh-rsa, base64 encoded): csr1000v",
        "Modulus Size : 2048 bits",
    ]
    assert {len(line) for line in shown[10:-1]} == {80}
    assert "".join(shown[10:]) == running.router.host_key
