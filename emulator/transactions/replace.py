"""`configure replace`: passes of commands until the running configuration equals the wanted one."""

import asyncio
from dataclasses import dataclass, field

from emulator.config.foreign import Path
from emulator.config.model import Config, Interface
from emulator.configure.context import Context, Teardown
from emulator.configure.editor import Refused
from emulator.configure.loading import INFORMATIONAL, Loader, load
from emulator.grammar.interfaces import is_physical
from emulator.grammar.statements import Statement
from emulator.render.running import running_lines
from emulator.storage.difference import parsed, replacement
from emulator.transactions.target import Target
from emulator.vty_lines import Line

PASSES = 5
SUMMARY = "The following commands are failed to apply to the IOS image.\n********\n{failed}\n********"


@dataclass
class Outcome:
    """The result of a replacement.

    Attributes:
        passes: The commands of each pass.
        answers: The router's answers.
        failed: The refused commands of the last pass; empty after a success.
    """

    passes: list[list[str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def text(self, listed: bool) -> str:
        """Return the output of `configure replace`."""
        lines = list(self.answers)
        if listed:
            for number, commands in enumerate(self.passes, start=1):
                lines += [f"!Pass {number}", "", "!List of Rollback Commands:", *commands, "end", "", ""]
        if not self.failed:
            return "\n".join([*lines, f"Total number of passes: {len(self.passes)}", "Rollback Done", ""])
        last = ["!List of Rollback Commands:", *self.passes[-1], "end"]
        lines += ["The rollback configlet from the last pass is listed below:", "********", *last, "********", "", ""]
        lines += [f"Rollback aborted after {len(self.passes)} passes", SUMMARY.format(failed="\n".join(self.failed))]
        return "\n".join([*lines, ""])


async def replace(device: Target, wanted: str, line: Line, why: str) -> Outcome:
    """Replace the running configuration with the wanted text under a lock; `why` is its line in the state log."""
    device.replacement_running = True
    try:
        outcome = await _passes(device, _goal(device, wanted), line)
    finally:
        device.replacement_running = False
    device.log_state(line.user, why, "\n".join(outcome.failed))
    return outcome


def _goal(device: Target, wanted: str) -> Config:
    """Return the configuration after a boot with the file; ports that it does not name have defaults."""
    goal = Config.empty()
    load(Context(goal, Teardown(0.0), loading=True, foreign="all"), wanted)
    for name in device.config.interfaces:
        if is_physical(name) and name not in goal.interfaces and "." not in name:
            goal.interfaces[name] = Interface(name, shutdown=True)
    return goal


async def _passes(device: Target, goal: Config, line: Line) -> Outcome:
    outcome, wanted = Outcome(), parsed("\n".join(running_lines(goal, device.profile.name)))
    while True:
        commands = replacement(parsed(device.stored_text()), wanted)
        if not commands:
            outcome.failed = []
            _order(device.config, goal)
            return outcome
        if len(outcome.passes) == PASSES:
            outcome.failed = outcome.failed or [command.strip() for command in commands]
            return outcome
        outcome.passes.append([command.strip() for command in commands])
        outcome.failed = _apply(device, commands, line, outcome, goal.foreign.all())
        await asyncio.sleep(device.teardown.remaining_seconds())


def _order(config: Config, goal: Config) -> None:
    """Copy the order of the file to objects whose order is the order of typing."""
    if config.foreign.all() == goal.foreign.all():
        config.foreign = goal.foreign
    if _printed(config) == _printed(goal):
        config.inert = goal.inert
    if config.users == goal.users:
        config.users = goal.users


def _printed(config: Config) -> dict[str, dict[str, str]]:
    """Return the lines without effect by block, without blocks that are not printed; a `line` block has its header."""
    return {block: lines for block, lines in config.inert.items() if lines or block.startswith("line ")}


def _apply(
    device: Target, commands: list[str], line: Line, outcome: Outcome, foreign: set[tuple[Path, str]]
) -> list[str]:
    """Run the commands; return the refused ones."""
    context = device.context_for(line)
    context.foreign, context.exact = "all" if device.accepts_foreign_lines else "known", True
    loader = Loader(context, indented=True, forced=foreign)
    for command in commands:
        loader.read(Statement(command))
    failed = []
    for command, answer in loader.answers:
        if not isinstance(answer, Refused):
            outcome.answers += answer.split("\n")
        if isinstance(answer, Refused) or not any(text in answer for text in INFORMATIONAL):
            failed.append(command.strip())
    return failed
