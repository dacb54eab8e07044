"""Lines sent ahead of the answers to those before them, and the assignment of each answer to its line."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from platforms.iosxe.cli.modes import Modes, in_one_line
from platforms.iosxe.cli.responses import Verdict
from platforms.iosxe.cli.terminal import Answer
from platforms.sent_lines import without_secret

Judge = Callable[[str], Verdict]


class Step(Protocol):
    """One configuration line and the lines of the modes it is typed in, outermost first.

    A settled one is sent once every line before it was accepted.
    """

    @property
    def line(self) -> str: ...  # noqa: D102 - described by the class
    @property
    def shown(self) -> str: ...  # noqa: D102 - the line as people may see it
    @property
    def mode(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def settled(self) -> bool: ...  # noqa: D102 - described by the class


@dataclass(frozen=True)
class Objection:
    """A line that was not accepted, and the router's answer."""

    step: Step
    verdict: Verdict
    answer: str


class Ahead:
    """The lines sent ahead.

    Attributes:
        waiting: Sent and not yet answered; each may have taken effect.
        objections: Lines that were not accepted, in the order they were sent.
    """

    def __init__(self, modes: Modes, judge: Judge, accepted: Callable[[Step], None]) -> None:
        self._modes = modes
        self._judge = judge
        self._accepted = accepted
        self.waiting: deque[Step] = deque()
        self.objections: list[Objection] = []

    def send(self, step: Step) -> bool:
        """Send the line once there is room; False where an objection came before that."""
        while not self.objections and not self._modes.fits(step.line):
            self._hear()
        if self.objections:
            return False
        self._modes.send_ahead(step.line, step.shown)
        self.waiting.append(step)
        return True

    def hear_all(self) -> None:
        """Read the answers to all lines."""
        while self.waiting:
            self._hear()

    def _hear(self) -> None:
        for answer, arrived in self._modes.hear():
            step = self.waiting.popleft()
            verdict = judged(self._judge, answer, arrived)
            if verdict == "fine":
                self._accepted(step)
            else:
                self.objections.append(Objection(step, verdict, objection(answer, step)))


def judged(judge: Judge, answer: Answer, arrived: bool) -> Verdict:
    """The verdict on an answer; without the expected prompt no answer is fine."""
    verdict = judge(answer.text) if answer.text else "fine"
    return "refused" if verdict == "fine" and not arrived else verdict


def objection(answer: Answer, step: Step) -> str:
    """The router's answer in one line, without a password that it repeats."""
    return without_secret(in_one_line(answer), step)
