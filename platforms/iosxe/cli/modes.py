"""Enters and leaves configuration modes, and checks the prompt after every line."""

from collections import deque

from errors import RefusalError
from platforms.iosxe.cli.prompts import ENTRIES, entry_of, mode_after
from platforms.iosxe.cli.terminal import Answer, Terminal
from printable import cut

# How often `exit` or `end` is sent before it counts as refused.
_MOVES = 3


class Modes:
    """The mode of a session, and how it changes.

    Args:
        terminal: The terminal, outside configuration mode.
        router: The router's name in the configuration, for messages.
    """

    def __init__(self, terminal: Terminal, router: str) -> None:
        self._terminal = terminal
        self.router = router
        self._mode = ""
        self._path: tuple[str, ...] = ()
        self._ahead: deque[str] = deque()

    def leave_configuration(self) -> None:
        """Leave configuration mode."""
        if self._mode:
            self._move("end")

    @property
    def configuring(self) -> bool:
        """Whether the session is in configuration mode."""
        return bool(self._mode)

    def climb(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Leave modes until the session is in a parent of `path`; the lines still to send."""
        while self._path != path[: len(self._path)]:
            self._move("exit")
        return path[len(self._path) :]

    def send(self, line: str, shown: str = "") -> tuple[Answer, bool]:
        """The answer to a line sent in the present mode, and whether the prompt is the expected one."""
        return self._followed(line, self._terminal.exchange(line, shown))

    def stands_in(self, path: tuple[str, ...]) -> bool:
        """Whether the session is in the mode `path`."""
        return self.configuring and self._path == path

    def opens(self, line: str) -> bool:
        """Whether the line opens a mode: the next line must wait for its prompt."""
        return any(entry.line.fullmatch(line) for entry in ENTRIES)

    def fits(self, line: str) -> bool:
        """Whether the router's input buffer has room for the line."""
        return self._terminal.fits(line)

    def widen(self) -> None:
        """Send further ahead, if the router's input buffer is large enough; no line is under way."""
        self._terminal.widen()

    def send_ahead(self, line: str, shown: str) -> None:
        """Send the line; its answer comes by `hear`."""
        self._terminal.send(line, shown)
        self._ahead.append(line)

    def hear(self) -> list[tuple[Answer, bool]]:
        """The answers to lines sent ahead that have arrived, each as of `send`."""
        return [self._followed(self._ahead.popleft(), answer) for answer in self._terminal.hear()]

    def _followed(self, line: str, answer: Answer) -> tuple[Answer, bool]:
        before = self._mode
        prompt = answer.prompt or self._terminal.interrupt()
        self._mode = prompt.mode
        self._follow(before, line)
        return answer, answer.prompt is not None and self._mode == mode_after(before, line)

    def _follow(self, before: str, line: str) -> None:
        """Update the path by the prompt."""
        entry = entry_of(before, line)
        if self._mode in ("", "config"):
            self._path = ()
        elif entry and self._mode == entry.mode:
            self._path = (*(self._path if entry.within else ()), line)
        elif self._mode != before:
            self._path = self._path[:-1]

    def _move(self, line: str) -> None:
        """Leave one mode or all. No router refuses that: where one seems to, the line was garbled and is sent again."""
        for _ in range(_MOVES):
            before = self._mode
            answer, arrived = self.send(line)
            if arrived:
                return
            if self._mode != before:
                break
        raise RefusalError(self.router, line, in_one_line(answer))


def in_one_line(answer: Answer) -> str:
    """An unexpected answer in one line: the router's text, else the question or the prompt it showed."""
    words = [line.strip() for line in answer.text.splitlines() if line.strip(" ^")]
    if words:
        return " / ".join(words)
    if answer.prompt is None:
        return f"it asks '{cut(answer.question)}'"
    return f"no words, but the prompt is now '({answer.prompt.mode})'"
