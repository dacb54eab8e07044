"""Whatever is typed, the prompt comes back: no crash, no traceback, no hang.

FUZZ_LINES=100000 types that many; without it, a few thousand.
"""

import asyncio
import logging
import os
import random
from typing import Any

import pytest

from lab.router.configure.context import Teardown
from lab.router.configure.modes import TABLES, tree
from lab.router.device import Device
from lab.router.exec.tables import exec_tree
from lab.router.faults import Faults
from lab.router.forwarding import Forwarding
from lab.router.grammar.tree import Node
from lab.router.lines import Line
from lab.router.nothing import NoDataplane
from lab.router.ssh.profiles import PROFILES
from lab.router.ssh.shell import Shell
from lab.router.ssh.terminal import HangupError, Terminal

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
LINES = int(os.environ.get("FUZZ_LINES", "6000"))
BATCH = 200
NOISE = ("\x00", "\x1b[A", "\x08\x08", "?", "\t", "\x01", "\x0b", "é", "|", "| include .", "\x15", "%", '"')


class Sink:
    """A channel nobody reads."""

    def write(self, data: bytes) -> None:
        """Drop it."""


def walk(chance: random.Random, node: Node[Any]) -> str:
    """A line that follows the table for a while."""
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
    """Mostly nearly right."""
    trees: list[Node[Any]] = [exec_tree(15), *(tree(mode) for mode in TABLES)]
    typed = walk(chance, chance.choice(trees)) if chance.random() < 0.9 else chance.choice(VALUES)
    return typed + (chance.choice(NOISE) if chance.random() < 0.1 else "")


def left(terminal: Terminal) -> int:
    """Lines nobody has read."""
    return min(BATCH, sum(key == "\r" for key in terminal._keys))


async def typed(count: int, seed: int, startup: str) -> int:
    """Type until so many lines were run; a line may end its session, and the rest of the batch with it."""
    chance = random.Random(seed)
    device = Device(PROFILES["16.12"], Forwarding(NoDataplane()), Faults(), Teardown(0.0))
    device.boot("archive\n path bootflash:backup\n" + startup)
    done = 0
    while done < count:
        terminal = Terminal(Sink())
        shell = Shell(device, terminal, Line(0, "admin", "127.0.0.1"), 15, length=0)
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
    with caplog.at_level(logging.ERROR, "lab.router"):
        assert asyncio.run(typed(LINES // 3, number, seed)) >= LINES // 3
    assert [(record.args, record.exc_info) for record in caplog.records] == []
