"""`configure replace`: passes of commands until the running configuration is the wanted one."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lab.router.configure.context import Context
from lab.router.configure.editor import Refused, run_line
from lab.router.storage.difference import Section, parsed, replacement

if TYPE_CHECKING:
    from lab.router.device import Device
    from lab.router.lines import Line

PASSES = 5
INFORMATIONAL = ("addresses from all interfaces in VRF", "address(es) removed due to")
SUMMARY = "The following commands are failed to apply to the IOS image.\n********\n{failed}\n********"


@dataclass
class Outcome:
    """How a replacement went.

    Attributes:
        passes: The commands of each pass.
        said: What the router answered meanwhile.
        failed: The commands the last pass could not apply; empty where all is as wanted.
    """

    passes: list[list[str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def text(self, listed: bool) -> str:
        """What `configure replace` prints at its end."""
        lines = list(self.said)
        if listed:
            for number, commands in enumerate(self.passes, start=1):
                lines += [f"!Pass {number}", "", "!List of Rollback Commands:", *commands, "end", "", ""]
        if not self.failed:
            return "\n".join([*lines, f"Total number of passes: {len(self.passes)}", "Rollback Done", ""])
        last = ["!List of Rollback Commands:", *self.passes[-1], "end"]
        lines += ["The rollback configlet from the last pass is listed below:", "********", *last, "********", "", ""]
        lines += [f"Rollback aborted after {len(self.passes)} passes", SUMMARY.format(failed="\n".join(self.failed))]
        return "\n".join([*lines, ""])


async def replace(device: "Device", wanted: str, line: "Line", why: str) -> Outcome:
    """Make the running configuration the wanted text, nobody else configuring; `why` is what the record says of it."""
    device.rolling = True
    try:
        outcome = await _passes(device, parsed(wanted), line)
    finally:
        device.rolling = False
    device.noted(line.user, why, "\n".join(outcome.failed))
    return outcome


async def _passes(device: "Device", goal: Section, line: "Line") -> Outcome:
    outcome = Outcome()
    while True:
        commands = replacement(parsed(device.stored_text()), goal)
        if not commands:
            outcome.failed = []
            return outcome
        if len(outcome.passes) == PASSES:
            outcome.failed = outcome.failed or commands
            return outcome
        outcome.passes.append(commands)
        outcome.failed = _apply(device, commands, line, outcome)
        await asyncio.sleep(device.teardown.left())


def _apply(device: "Device", commands: list[str], line: "Line", outcome: Outcome) -> list[str]:
    """Type the commands; the ones that were refused."""
    context: Context = device.context_for(line)
    failed = []
    for command in commands:
        answer = run_line(context, command)
        if isinstance(answer, Refused):
            failed.append(command)
        elif answer:
            outcome.said += answer.split("\n")
            if not any(text in answer for text in INFORMATIONAL):
                failed.append(command)
    return failed
