"""A batch of configuration lines: all take effect, or the accepted ones are undone.

Lines that open a mode, and those marked as settled, wait for the answers to all lines before them; the others are sent
ahead. Where one of these is not accepted nothing more is sent until the answers to all that was sent are read.
"""

import time
from collections.abc import Sequence

from errors import RefusalError, SessionLostError
from platforms.iosxe.cli.modes import Modes
from platforms.iosxe.cli.pipeline import Ahead, Judge, Step, judged, objection
from platforms.iosxe.cli.responses import Verdict
from platforms.plan import Command
from platforms.sent_lines import LOST, broken_off, count, refusal, undo_sent

__all__ = ["RETRY_SECONDS", "Batch", "Judge", "Step", "Verdict"]

# The clean-up behind a deleted VRF or BGP family takes seconds, on a loaded router a minute or two.
RETRY_SECONDS = 120.0
# Before so many it is worth a round trip to find out how far ahead lines may be sent.
_LONG_CHARACTERS = 4_000
_FIRST_PAUSE_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 4.0


class _RefusedError(Exception):
    def __init__(self, line: str, answer: str) -> None:
        super().__init__(line)
        self.line = line
        self.answer = answer


class Batch:
    """One batch of lines in one session.

    Args:
        modes: The session's modes.
        judge: Classifies an answer as fine, to be retried, or refused.
        retry_seconds: How long a line is retried.
    """

    def __init__(self, modes: Modes, judge: Judge, retry_seconds: float = RETRY_SECONDS) -> None:
        self._modes = modes
        self._judge = judge
        self._retry_seconds = retry_seconds
        self._accepted: list[str] = []
        self._ahead = Ahead(modes, judge, lambda step: self._accepted.append(step.shown))

    def run(self, steps: Sequence[Step], undo: Sequence[Step]) -> None:
        """Send every step; after a refusal send `undo`, the error says what came of it."""
        try:
            if sum(len(step.line) for step in steps) >= _LONG_CHARACTERS:
                self._modes.widen()
            for step in steps:
                self._take(step)
            self._settle_all()
        except (_RefusedError, RefusalError) as refused:
            accepted = len(self._accepted)
            raise refusal(
                self._modes.router, refused.line, refused.answer, accepted, lambda: self.take_back(undo)
            ) from None
        except SessionLostError as lost:
            raise SessionLostError(self._modes.router, f"{lost.what}; {self._progress(steps)}", LOST) from None
        self._modes.leave_configuration()

    def take_back(self, undo: Sequence[Step]) -> str:
        """Send an undo; its result as a sentence. A line whose counterpart was never sent may be refused.

        Raises:
            SessionLostError: The undo broke off.
        """
        try:
            return self._send_undo(undo)
        except SessionLostError as lost:
            raise broken_off(self._modes.router, lost) from None

    def _take(self, step: Step) -> None:
        """Send the line; one that opens a mode waits until it is accepted."""
        alone = self._modes.opens(step.line)
        if step.settled or alone or not self._modes.stands_in(step.mode):
            self._settle_all()
        if alone:
            self._settle(step)
            return
        self._enter(step.mode)
        while not self._ahead.send(step):
            self._settle_all()
            self._enter(step.mode)

    def _settle_all(self) -> None:
        """Wait until all lines sent ahead are accepted; a line to be retried is sent again.

        Raises:
            _RefusedError: The first refused line; the answers to all lines have been read.
        """
        self._ahead.hear_all()
        objections, self._ahead.objections = self._ahead.objections, []
        for found in objections:
            if found is objections[0] and found.verdict == "refused":
                raise _RefusedError(found.step.shown, found.answer)
            time.sleep(_FIRST_PAUSE_SECONDS if found is objections[0] else 0)
            self._settle(found.step)

    def _settle(self, step: Step) -> None:
        """Send the line in its mode and wait until it is accepted; no other is unanswered."""
        self._enter(step.mode)
        self._insist(step)
        self._accepted.append(step.shown)

    def _enter(self, mode: tuple[str, ...]) -> None:
        """Enter the mode."""
        if not self._modes.configuring:
            self._insist(Command(_CONFIGURE))
        parents = self._modes.climb(mode)
        for depth, parent in enumerate(parents, len(mode) - len(parents)):
            self._insist(Command(parent, mode[:depth]))
            self._accepted.append(parent)

    def _insist(self, step: Step) -> None:
        """Send the line, again while the router asks to retry."""
        deadline = time.monotonic() + self._retry_seconds
        pause = _FIRST_PAUSE_SECONDS
        while True:
            answer, arrived = self._modes.send(step.line, step.shown)
            verdict = judged(self._judge, answer, arrived)
            if verdict == "fine":
                return
            if verdict != "retry" or time.monotonic() + pause > deadline:
                raise _RefusedError(step.shown, objection(answer, step))
            time.sleep(pause)
            if not self._modes.configuring and step.line != _CONFIGURE:
                self._enter(step.mode)  # a rollback in progress ends configuration mode
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _send_undo(self, undo: Sequence[Step]) -> str:
        refused: list[str] = []
        for step in undo:
            try:
                self._settle(step)
            except (_RefusedError, RefusalError):
                refused.append(step.shown)
        self._modes.leave_configuration()
        return undo_sent(refused)

    def _progress(self, steps: Sequence[Step]) -> str:
        unanswered = [step.shown for step in self._ahead.waiting]
        unsure = (
            f"; {len(unanswered)} lines were sent and not answered, from '{unanswered[0]}' to '{unanswered[-1]}', "
            "each may have taken effect"
            if len(unanswered) > 1
            else ""
        )
        if not self._accepted:
            return f"none of {count(len(steps))} had been accepted{unsure}"
        return f"{count(len(self._accepted))} had been accepted, the last was '{self._accepted[-1]}'{unsure}"


_CONFIGURE = "configure terminal"
