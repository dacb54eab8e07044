"""Injected faults, from a YAML or JSON file.

    latency_ms: 20        # delay before each line takes effect
    deletion_ms: 5000     # how long deleted RDs and BGP processes linger
    boot_ms: 3000         # how long a reload takes
    cut_at_byte: 2000     # the first session is cut once after this many bytes of output
    input_buffer: 64      # capacity for unread input in bytes; more input is dropped
    vty_busy: true        # all vty lines are busy: connections are refused
    wrong_host_key: true  # the server uses another host key than the one it prints at its start
    lines:                # faults at chosen lines
      - match: "rd .*"    # a regular expression for the whole line; default: any line
        at: 2             # the first matching line with the fault; default: 1
        times: 3          # the number of matching lines with the fault; 0: all that follow; default: 1
        do: refuse        # refuse | cut | cut-after | cut-within | hang | delay | log | garbage | reboot
        text: "% No."     # refuse: the answer; log, garbage: printed between echo and answer
        seconds: 2        # delay
        bytes: 10         # cut-within: the bytes of the answer that still arrive

`cut` closes the connection before the line takes effect, `cut-after` after that and before the answer.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml

from emulator.errors import StartError
from emulator.ssh.terminal import Terminal

FAULT_KINDS = ("refuse", "cut", "cut-after", "cut-within", "hang", "delay", "log", "garbage", "reboot")
_NUMBERS = {"latency_ms", "deletion_ms", "boot_ms", "input_buffer", "cut_at_byte"}
LINE_NOISE = "\x00\x07\xff\xfe~\x1b[2;5R}"
"""Line noise of a serial line or a terminal server: control characters, invalid UTF-8, no line end."""
_FLAGS = {"vty_busy", "wrong_host_key"}
_LINE_KEYS = {"match", "at", "times", "do", "text", "seconds", "bytes"}


class Session(Protocol):
    """The session, as faults see it; `emulator.ssh.shell.Shell` is one."""

    terminal: Terminal

    @property
    def cut(self) -> Callable[[], None]:
        """A function that closes the connection at once."""

    def say(self, text: str) -> None:
        """Print text."""

    def reboot(self) -> None:
        """Reboot the router."""

    async def execute(self, line: str) -> None:
        """Run one line."""


class FaultsError(StartError):
    """The faults file cannot be read or has an unknown entry."""


@dataclass
class LineFault:
    """One entry of `lines`, and the number of lines that matched it so far."""

    do: str
    match: re.Pattern[str]
    at: int = 1
    times: int = 1
    text: str = ""
    seconds: float = 1.0
    bytes: int = 0
    seen: int = 0

    def applies_to(self, line: str) -> bool:
        """Count a line that matches; return whether the fault applies to it."""
        if not self.match.fullmatch(line.strip()):
            return False
        self.seen += 1
        return self.at <= self.seen and (self.times == 0 or self.seen < self.at + self.times)


@dataclass
class Faults:
    """The contents of the faults file."""

    latency_ms: int = 0
    deletion_ms: int | None = None
    boot_ms: int | None = None
    input_buffer: int | None = None
    cut_at_byte: int | None = None
    vty_busy: bool = False
    wrong_host_key: bool = False
    lines: list[LineFault] = field(default_factory=list)

    def begin(self, session: Session) -> None:
        """Arm the faults of a whole session."""
        if self.cut_at_byte is not None:
            session.terminal.cut_within(self.cut_at_byte, session.cut)
            self.cut_at_byte = None

    async def run_with_faults(self, session: Session, line: str) -> None:
        """Run a line with the faults that apply to it."""
        if self.latency_ms:
            session.terminal.flush()
            await asyncio.sleep(self.latency_ms / 1000)
        applying = [fault for fault in self.lines if fault.applies_to(line)] if line.strip() else []
        for fault in applying:
            if await self._apply(session, fault):
                return
        await session.execute(line)
        if any(fault.do == "cut-after" for fault in applying):
            session.cut()

    async def _apply(self, session: Session, fault: LineFault) -> bool:
        """Apply a fault; return whether the line is skipped."""
        if fault.do in ("refuse", "log"):
            session.say(fault.text)
        elif fault.do == "garbage":
            session.terminal.send((fault.text or LINE_NOISE).encode("latin-1", "replace"))
        elif fault.do == "cut":
            session.cut()
        elif fault.do == "reboot":
            session.reboot()
        elif fault.do == "cut-after":
            session.terminal.drop_output()
        elif fault.do == "cut-within":
            session.terminal.cut_within(fault.bytes, session.cut)
        else:
            session.terminal.flush()
            await asyncio.sleep(fault.seconds if fault.do == "delay" else 1e9)
        return fault.do in ("refuse", "cut", "reboot")


def read_faults(path: Path) -> Faults:
    """Read the faults file.

    Raises:
        FaultsError: The file is unreadable, has an unknown key, or a value of a wrong type.
    """
    try:
        settings = yaml.safe_load(path.read_text()) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FaultsError(f"--faults '{path}': {str(error).splitlines()[0]}") from error
    if not isinstance(settings, dict):
        raise FaultsError(f"--faults '{path}': not a mapping")
    for key, value in settings.items():
        _check(path, key, value)
    lines = settings.pop("lines", [])
    return Faults(**settings, lines=[_line_fault(path, entry) for entry in lines])


def _check(path: Path, key: str, value: object) -> None:
    valid = (
        (key in _NUMBERS and type(value) is int and value >= 0)
        or (key in _FLAGS and isinstance(value, bool))
        or (key == "lines" and isinstance(value, list))
    )
    if not valid:
        raise FaultsError(f"--faults '{path}': {key} '{value}': unknown key, or a value of the wrong type")


def _line_fault(path: Path, entry: Any) -> LineFault:
    if not isinstance(entry, dict) or set(entry) - _LINE_KEYS or entry.get("do") not in FAULT_KINDS:
        raise FaultsError(f"--faults '{path}': lines '{entry}': needs 'do', one of {', '.join(FAULT_KINDS)}")
    try:
        pattern = re.compile(str(entry.get("match", ".*")))
    except re.error as error:
        raise FaultsError(f"--faults '{path}': match '{entry['match']}': {error}") from error
    return LineFault(**{**entry, "match": pattern})
