"""What each step means on the router, recorded once per number of nodes: its lines, and the configuration after it.

The other tools get these lines, so that nobody sends more or less than we do, and must end at this configuration.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from apply.device import close_devices
from bench.ours import Stack, apply
from bench.router import fresh_router
from bench.sending import typed
from bench.steps import DESTROY, NOTHING, ROUTER, STEPS, values
from model.load import stack_from
from platforms.iosxe.cli.session import Session
from platforms.plan import Command
from preflight.render import rendered


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        typed: The lines that we type, which open a neighbor only behind its filter; modes included.
        lines: The lines that somebody else types: of the stack's text those that are new, indented below their modes.
        wanted: The stack's whole text, for a tool that compares by itself; of a destroy the lines that remove it.
        running: The router's whole configuration after it.
    """

    typed: list[str]
    lines: str
    wanted: str
    running: str


def recorded(nodes: int) -> dict[str, Step]:
    """Every step, done by us on a router without delay."""
    before = ""
    with (
        tempfile.TemporaryDirectory() as folder,
        fresh_router(Path(folder), latency_ms=0) as router,
        patch.dict(os.environ, {"BGP_COEXIST_ROUTER_PASSWORD": router.password}),
    ):
        stack, found = Stack(Path(folder), router.port, router.host_key, nodes), dict[str, Step]()
        for name in STEPS:
            commands = _commands_of(stack, name)
            wanted = nested(commands) if name == DESTROY else _wanted(nodes, name)
            lines = wanted if name == NOTHING else beyond(wanted, before)
            found[name] = Step(typed(commands)[1:-1], lines, wanted, as_compared(router.running()))
            before = wanted
    return found


def _commands_of(stack: Stack, step: str) -> tuple[Command, ...]:
    """What was configured for a step."""
    found: list[Command] = []
    configure = Session.configure

    def kept(session: Session, commands: Sequence[Command], *more: Any) -> None:
        found.extend(commands)
        configure(session, commands, *more)

    try:
        with patch.object(Session, "configure", kept):
            apply(stack, step)
    finally:
        close_devices()
    return tuple(found)


def nested(commands: Sequence[Command]) -> str:
    """Commands as a configuration file: each below its mode, one space a level."""
    lines: list[str] = []
    mode = tuple[str, ...]()
    for command in commands:
        if command.mode != mode:
            lines += [" " * depth + name for depth, name in enumerate(command.mode)]
            mode = command.mode
        lines.append(" " * len(mode) + command.line)
    return "\n".join(lines) + "\n"


def beyond(text: str, before: str) -> str:
    """The lines of a configuration file that another one has not, with their modes."""
    known, lines, written = set(_placed(before)), list[str](), set[tuple[str, ...]]()
    for place in _placed(text):
        if place in known or place[-1].strip() == "exit-address-family":
            continue
        modes = [place[:depth] for depth in range(1, len(place))]
        lines += [mode[-1] for mode in modes if mode not in written]
        written |= {*modes, place}
        lines.append(place[-1])
    return "".join(f"{line}\n" for line in lines)


def _placed(text: str) -> Iterator[tuple[str, ...]]:
    """Each line with the modes above it."""
    above: tuple[str, ...] = ()
    for line in text.splitlines():
        above = (*above[: len(line) - len(line.lstrip())], line)
        yield above


def _wanted(nodes: int, step: str) -> str:
    text = rendered(stack_from(values(nodes, step)), ROUTER)
    return "".join(f"{line}\n" for line in text.splitlines() if line.strip()[:1] != "!")


def as_compared(running: str) -> str:
    """A configuration without what NAPALM leaves of its own."""
    return re.sub(r"^file prompt quiet\n", "", running, flags=re.MULTILINE).strip() + "\n"
