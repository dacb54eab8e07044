"""Configuration lines as a file for `vtysh -f`, and which of them it refused.

Source: measured with FRR 8.4.4. `vtysh -f` goes on after a refused line, and names the line's number on standard error:
`line 2: % Unknown command[25]: …` or `line 3: Failure to communicate[13] to bgpd, line: …`. The daemon's reason is on
standard output, without the number, among texts that are only informational.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from platforms.frr.configuration import HEADS
from platforms.plan import Command
from platforms.sent_lines import without_secret
from transport.remote_command import Outcome

_LEAVE = "exit"
# So many take a few seconds on a slow router, which is silent meanwhile: less than the longest pause of an answer.
MOST_LINES = 500
_REFUSED = re.compile(r"^line (\d+): (?:Failure to communicate\[\d+\] to (?P<daemon>\S+),|% (?P<reason>[^\[:]+))", re.M)


@dataclass(frozen=True)
class Script:
    """A file for `vtysh -f`.

    Attributes:
        lines: Its lines, in order.
    """

    lines: tuple[Command, ...]

    @property
    def text(self) -> str:
        """The file."""
        return "".join(f"{each.line}\n" for each in self.lines)

    def refused(self, outcome: Outcome) -> list[Command]:
        """The refused lines, in order."""
        numbers = [int(found[1]) for found in _REFUSED.finditer(outcome.errors)]
        return [self.lines[number - 1] for number in sorted(numbers) if 0 < number <= len(self.lines)]

    def answer(self, outcome: Outcome) -> str:
        """What was answered to the first refused line; without the line, and without a password in it."""
        found = _REFUSED.search(outcome.errors)
        if found and found["reason"]:
            return found["reason"].strip()
        words = " / ".join(line.strip(" %") for line in outcome.output.splitlines() if line.strip())
        for each in self.lines:
            words = without_secret(words, each)
        return words or f"{found['daemon'] if found else 'vtysh'} gives no reason"


def script_of(steps: Sequence[Command]) -> Script:
    """The lines of the steps, with those that enter and leave their modes; the end of the file leaves all modes."""
    lines: list[Command] = []
    path: tuple[str, ...] = ()
    for step in steps:
        while path != step.mode[: len(path)]:
            path = path[:-1]
            lines.append(Command(_LEAVE, path))
        for depth in range(len(path), len(step.mode)):
            lines.append(Command(step.mode[depth], step.mode[:depth]))
        lines.append(step)
        path = (*step.mode, step.line) if opens(step) else step.mode
    return Script(tuple(lines))


def opens(step: Command) -> bool:
    """Whether the line opens a mode."""
    return len(step.mode) < len(HEADS) and step.line.startswith(HEADS[len(step.mode)])


def batches(steps: Sequence[Command]) -> Iterator[tuple[Command, ...]]:
    """The steps in groups that are sent one after the other was accepted.

    A group ends before a settled step, after one that opens a mode, because where it is refused those in the mode must
    not be sent, and after `MOST_LINES`.
    """
    group: list[Command] = []
    for step in steps:
        if group and (step.settled or opens(group[-1]) or len(group) == MOST_LINES):
            yield tuple(group)
            group = []
        group.append(step)
    if group:
        yield tuple(group)
