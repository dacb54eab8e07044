"""Any typed line ends with a prompt: no crash, no traceback, no hang.

The test types 50,000 lines, and 2,000 in `make unit`. Three quarters go directly to the shell, the rest over SSH to a
router in its own process, where a line is twice as slow. FUZZ_LINES sets another number.
"""

import asyncio
import json
import logging
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from hypothesis import settings

from emulator.configure.context import Teardown
from emulator.configure.modes import TABLES, tree
from emulator.device import Device
from emulator.exec.catalogue import exec_tree
from emulator.faults import Faults
from emulator.forwarding import Forwarding
from emulator.grammar.tree import Node
from emulator.null_dataplane import NullDataplane
from emulator.ssh.profiles import PROFILES
from emulator.ssh.shell import Shell
from emulator.ssh.terminal import HangupError, Terminal
from emulator.vty_lines import Line

VALUES = (
    "1",
    "5",
    "65000",
    "65000:1",
    "10.0.0.1",
    "255.255.255.0",
    "10.0.0.0/8",
    "Gi2",
    "Lo7",
    "red",
    "flash:a",
    "x y",
)
LINES = int(os.environ.get("FUZZ_LINES", 2000 if settings().max_examples < 100 else 500 * settings().max_examples))
SHELL_LINES, SSH_LINES = LINES * 3 // 4, LINES // 4
BATCH = 200
SSH_BATCH = min(2000, SSH_LINES)
SECONDS = 60
ENDING = ("ex", "lo", "q", "rel")
"""Prefixes of lines that end a session, each of which would require a login over SSH. The shell test has them."""
LINE_NOISE = ("\x00", "\x1b[A", "\x08\x08", "?", "\t", "\x01", "\x0b", "é", "|", "| include .", "\x15", "%", '"')


class Sink:
    """A channel that discards its output."""

    def write(self, data: bytes) -> None:
        """Drop it."""


def walk(chance: random.Random, node: Node[Any]) -> str:
    """Return a line that begins as a command of the table."""
    words = []
    while chance.random() < 0.9 and (node.words or node.arguments):
        pick: Any = chance.choice([*node.words, *node.arguments])
        if isinstance(pick, str):
            words.append(pick[: chance.randint(1, len(pick))] if chance.random() < 0.2 else pick)
            node = node.words[pick][1]
        else:
            words.append(chance.choice(VALUES))
            node = node.arguments[pick][2]
    return " ".join(words)


def line(chance: random.Random) -> str:
    """Return a line that is mostly almost valid."""
    trees: list[Node[Any]] = [exec_tree(15), *(tree(mode) for mode in TABLES)]
    typed = walk(chance, chance.choice(trees)) if chance.random() < 0.9 else chance.choice(VALUES)
    return typed + (chance.choice(LINE_NOISE) if chance.random() < 0.1 else "")


def left(terminal: Terminal) -> int:
    """Return arbitrary lines."""
    return min(BATCH, sum(key == "\r" for key in terminal._keys))


async def typed(count: int, seed: int, startup: str) -> int:
    """Type until this many lines were run; a line that ends its session ends the batch."""
    chance = random.Random(seed)
    device = Device(PROFILES["16.12"], Forwarding(NullDataplane()), Faults(), Teardown(0.0))
    device.minute_seconds = 1e6  # no timer ends while it types: that would be chance
    device.boot("archive\n path bootflash:backup\n" + startup)
    done = 0
    while done < count:
        terminal = Terminal(Sink())
        shell = Shell(device, terminal, Line(0, "admin", "127.0.0.1"), exec_tree, 15, length=0)
        batch = [line(chance) for _ in range(BATCH)]
        terminal.feed("".join(text + "\r" for text in ["", "configure terminal", *batch]).encode() + b"\x1a\r" * 9)
        terminal.hang_up()
        task = asyncio.ensure_future(shell.run())
        await asyncio.wait([task], timeout=20)
        assert task.done(), "it hangs"
        assert isinstance(task.exception(), HangupError | None)
        done += len(batch) - left(terminal)
    await device.forwarding.close()
    return done


@pytest.mark.parametrize("number", range(3))
def test_random_lines_never_break_the_prompt(number: int, seed: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "emulator"):
        assert asyncio.run(typed(SHELL_LINES // 3, number, seed)) >= SHELL_LINES // 3
    assert [(record.args, record.exc_info) for record in caplog.records] == []


def count_of(log: Path) -> int:
    """Return the number of typed lines."""
    return log.read_bytes().count(b"\n")


async def typed_over_ssh(port: int, log: Path) -> None:
    """Type without waiting for answers until the router has read this many lines."""
    chance = random.Random(0)
    while count_of(log) < SSH_LINES:
        lines = [each for each in (line(chance) for _ in range(SSH_BATCH)) if not each.strip().startswith(ENDING)]
        async with asyncssh.connect("127.0.0.1", port, username="admin", password="lab", known_hosts=None) as over:
            session = await over.create_process(encoding=None, term_type="vt100", term_size=(511, 0))
            session.stdin.write("".join(f"{each}\r" for each in ["configure terminal", *lines]).encode())
            session.stdin.write_eof()
            await asyncio.wait_for(session.stdout.read(), SECONDS)


def test_random_lines_over_ssh_never_break_the_router(tmp_path: Path, host_key: Path, seed: str) -> None:
    (tmp_path / "startup").write_text(f"hostname r1\narchive\n path bootflash:backup\n{seed}")
    log = tmp_path / "typed"
    options = ["--listen", "127.0.0.1:0", "--username", "admin", "--password", "lab", "--profile", "17.15"]
    options += ["--host-key", str(host_key), "--startup-config", str(tmp_path / "startup"), "--typed-log", str(log)]
    argv = [sys.executable, "-m", "emulator", *options, "--minute-ms", "1000000000"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as router:
        try:
            assert router.stdout
            assert router.stderr
            asyncio.run(typed_over_ssh(json.loads(router.stdout.readline())["port"], log))
        finally:
            router.terminate()
        assert (router.wait(SECONDS), router.stderr.read()) == (0, "")
    assert count_of(log) >= SSH_LINES
