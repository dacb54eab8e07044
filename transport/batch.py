"""A batch of configuration lines: all of it takes effect, or what did is taken back and the error says so.

Lines go one at a time, each after the answer to the one before: an answer decides what may be sent next. `_settle` is
the one place that knows; sending ahead of the answers belongs there.
"""

import time
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from errors import RefusalError, SessionLostError
from transport.modes import Modes, said

Verdict = Literal["fine", "retry", "refused"]
Judge = Callable[[str], Verdict]

# The clean-up behind a deleted VRF or BGP family takes seconds, on a loaded router a minute or two.
RETRY_SECONDS = 120.0
_FIRST_PAUSE_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 4.0


class Step(Protocol):
    """One configuration line and the lines of the modes it is typed in, outermost first."""

    @property
    def line(self) -> str: ...  # noqa: D102 - described by the class
    @property
    def shown(self) -> str: ...  # noqa: D102 - the line as people may see it
    @property
    def mode(self) -> tuple[str, ...]: ...  # noqa: D102


class _RefusedError(Exception):
    def __init__(self, line: str, answer: str) -> None:
        super().__init__(line)
        self.line = line
        self.answer = answer


class Batch:
    """The lines of one batch on their way through one session.

    Args:
        modes: The session's modes.
        judge: What an answer means: fine, worth another try in a moment, or a refusal.
        retry_seconds: How long a line is tried again.
    """

    def __init__(self, modes: Modes, judge: Judge, retry_seconds: float = RETRY_SECONDS) -> None:
        self._modes = modes
        self._judge = judge
        self._retry_seconds = retry_seconds
        self._accepted: list[str] = []

    def run(self, steps: Sequence[Step], undo: Sequence[Step]) -> None:
        """Every step is in the running configuration, or `undo` was sent and the error says with what result."""
        try:
            for step in steps:
                self._take(step)
        except (_RefusedError, RefusalError) as refused:
            raise RefusalError(self._modes.router, refused.line, refused.answer, self._undo(undo), _REFUSED) from None
        except SessionLostError as lost:
            raise SessionLostError(self._modes.router, f"{lost.what}; {self._progress(steps)}", _LOST) from None
        self._modes.leave_configuration()

    def take_back(self, undo: Sequence[Step]) -> str:
        """What became of an undo sent on its own, as a sentence; lines without counterpart may be refused."""
        try:
            return self._send_undo(undo)
        except SessionLostError as lost:
            return f"the undo broke off, {lost.what}"

    def _take(self, step: Step) -> None:
        if not self._modes.configuring:
            self._settle(_CONFIGURE, _CONFIGURE)
        for parent in self._modes.climb(step.mode):
            self._type(parent, parent)
        self._type(step.line, step.shown)

    def _type(self, line: str, shown: str) -> None:
        self._settle(line, shown)
        self._accepted.append(shown)

    def _settle(self, line: str, shown: str) -> None:
        """The line is accepted and the prompt is the expected one; a passing obstacle is waited out."""
        deadline = time.monotonic() + self._retry_seconds
        pause = _FIRST_PAUSE_SECONDS
        while True:
            answer, arrived = self._modes.send(line, shown)
            verdict = self._judge(answer.text) if answer.text else "fine"
            if verdict == "fine" and arrived:
                return
            if verdict != "retry" or time.monotonic() + pause > deadline:
                raise _RefusedError(shown, said(answer))
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _undo(self, undo: Sequence[Step]) -> str:
        """What became of the lines accepted before a refusal, as a sentence."""
        if not self._accepted:
            return "not needed, no line had been accepted before it"
        return f"{_count(len(self._accepted))} had been accepted, {self.take_back(undo)}"

    def _send_undo(self, undo: Sequence[Step]) -> str:
        refused: list[str] = []
        for step in undo:
            try:
                self._take(step)
            except (_RefusedError, RefusalError):
                refused.append(step.shown)
        self._modes.leave_configuration()
        without = f", without {', '.join(map(repr, refused))} which the router refused" if refused else ""
        return f"the undo was sent{without}"

    def _progress(self, steps: Sequence[Step]) -> str:
        if not self._accepted:
            return f"none of {_count(len(steps))} had been accepted"
        return f"{_count(len(self._accepted))} had been accepted, the last was '{self._accepted[-1]}'"


_CONFIGURE = "configure terminal"
_REFUSED = "put right what the router objects to, there or in the configuration, and run `pulumi up` again"
_LOST = "once the router can be reached again, `pulumi up` goes on from what it finds there"


def _count(lines: int) -> str:
    return "1 line" if lines == 1 else f"{lines} lines"
