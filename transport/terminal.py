"""A conversation with a prompt: lines out, their echoes and answers in, no waiting by the clock."""

import codecs
import re
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from errors import SessionLostError
from transport.prompts import LOG_MESSAGE, Prompt, prompt_at_end, question_at_end

# IOS echoes a byte when it reads it, so what is not echoed yet waits in an input buffer, and what does not fit there is
# lost: two commands may then read as a third one. The size of that buffer is not published. 64 bytes are one or two
# lines, and keep a router busy whose network answers sooner than it takes a line.
WINDOW_BYTES = 64

# An answer may keep coming for this many silences' time before it counts as endless.
_ENDLESS = 20
_CHUNK = 65536
_LOG_LINE = re.compile(rf"(?m)^{LOG_MESSAGE}(?:\n|\Z)")


class Wire(Protocol):
    """The bytes of one shell channel; `paramiko.Channel` is one."""

    def settimeout(self, seconds: float | None) -> None:
        """Limit every following send and receive."""

    def sendall(self, data: bytes) -> None:
        """Hand over all of `data`."""

    def recv(self, size: int) -> bytes:
        """What has come in, at most `size` bytes; empty once the far end has closed.

        Raises:
            TimeoutError: Nothing came within the limit.
        """


@dataclass(frozen=True)
class Answer:
    """What came back for one line.

    Args:
        text: What the router printed between the echo and the prompt, lines separated by newlines; "" where nothing.
        prompt: The prompt it then showed; None where it asked a question instead.
        question: The question it waits on, or "".
    """

    text: str
    prompt: Prompt | None
    question: str = ""


@dataclass
class _Line:
    """A line on its way: typed, then echoed, then answered."""

    text: str
    shown: str
    keep_log: bool = False
    echoed: bool = False

    @property
    def size(self) -> int:
        return len(self.text.encode()) + 1


class Terminal:
    """One shell on one router.

    Args:
        wire: The channel.
        router: The router's name in the configuration, for messages.
        silence_seconds: Longest wait for the next byte of an answer.
    """

    def __init__(self, wire: Wire, router: str, silence_seconds: float) -> None:
        self._wire = wire
        self._router = router
        self._silence_seconds = silence_seconds
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._received = ""
        self._lines: deque[_Line] = deque()
        self._deadline = 0.0
        self.host = ""
        wire.settimeout(silence_seconds)

    def greeting(self) -> Prompt:
        """The first prompt, whatever banner comes before it."""
        prompt, question = self._read_until_prompt("the login")
        if prompt is None:
            raise SessionLostError(self._router, f"after the login the router asks '{question}' instead of prompting")
        return prompt

    def exchange(self, line: str, shown: str = "", keep_log: bool = False) -> Answer:
        """The answer to one line.

        Args:
            line: What to type, without the Return.
            shown: How messages write the line where it holds a secret.
            keep_log: Leave lines that look like log messages in the answer, because they are what was asked for.

        Raises:
            SessionLostError: The connection closed, or no answer came in time.
        """
        self.send(line, shown, keep_log)
        while True:
            for answer in self.hear():
                return answer

    def fits(self, line: str) -> bool:
        """Whether the line may be sent now: no more than the window would wait for its echo."""
        unechoed = sum(sent.size for sent in self._lines if not sent.echoed)
        return not self._lines or unechoed + _Line(line, "").size <= WINDOW_BYTES

    def send(self, line: str, shown: str = "", keep_log: bool = False) -> None:
        """The line is typed; its answer comes by `hear`, after those of the lines before it."""
        sent = _Line(line, f"'{shown or line}'", keep_log)
        if not self._lines:
            self._received = ""
            self._wait_anew()
        self._lines.append(sent)
        typed = line + "\n"
        for end in range(WINDOW_BYTES, len(typed), WINDOW_BYTES):
            self._send(typed[end - WINDOW_BYTES : end], sent.shown)
            while _echo(typed[:end], self._received, ended=False) is None:
                self._receive()
        self._send(typed[(len(typed) - 1) // WINDOW_BYTES * WINDOW_BYTES :], sent.shown)

    def hear(self) -> list[Answer]:
        """The answers that are complete once something more has come in, in the order of their lines.

        Raises:
            SessionLostError: The connection closed, or nothing came in time.
        """
        self._receive()
        return list(self._answers())

    def _answers(self) -> Iterator[Answer]:
        while self._lines and self._echo_is_there():
            line = self._lines[0]
            text, rest = self._received, ""
            if len(self._lines) > 1 and (found := self._next_echo(self._lines[1].text)):
                text, rest = text[: found[0]], text[found[1] :]
                self._lines[1].echoed = True
            prompt = prompt_at_end(text, self.host)
            question = question_at_end(text) if not prompt and len(self._lines) == 1 else None
            if not prompt and not question:
                return
            self._received = rest
            self._lines.popleft()
            self._wait_anew()
            yield Answer(_answer_text(text, line.keep_log), prompt, question or "")

    def _echo_is_there(self) -> bool:
        """The first line's echo has come, and is no longer in what is left to read."""
        line = self._lines[0]
        if not line.echoed and (found := _echo(line.text, self._received)):
            self._received, line.echoed = self._received[found[1] :], True
        return line.echoed

    def _next_echo(self, line: str) -> tuple[int, int] | None:
        """Where the echo of the line behind the first one begins and ends: right after a prompt, nowhere else."""
        start = 0
        while found := _echo(line, self._received, start=start):
            if prompt_at_end(self._received[: found[0]], self.host):
                return found
            start = found[0] + 1
        return None

    def _wait_anew(self) -> None:
        self._deadline = time.monotonic() + _ENDLESS * self._silence_seconds

    def interrupt(self) -> Prompt:
        """The prompt after Ctrl-C: a question is broken off, not answered."""
        self._lines.clear()
        self._received = ""
        self._send("\x03", "Ctrl-C")
        prompt, question = self._read_until_prompt("Ctrl-C")
        if prompt is None:
            raise SessionLostError(self._router, f"the router insists on an answer to '{question}'")
        return prompt

    def _send(self, text: str, occasion: str) -> None:
        try:
            self._wire.sendall(text.encode())
        except (OSError, EOFError):
            raise SessionLostError(self._router, f"the connection was lost before {occasion} could be sent") from None

    def _read_until_prompt(self, occasion: str) -> tuple[Prompt | None, str]:
        """The prompt or the question that ends what comes in."""
        self._wait_anew()
        while True:
            self._receive(occasion)
            if prompt := prompt_at_end(self._received, self.host):
                return prompt, ""
            if question := question_at_end(self._received):
                return None, question

    def _receive(self, occasion: str = "") -> None:
        """Something more has come in."""
        occasion = occasion or self._lines[0].shown
        try:
            data = self._wire.recv(_CHUNK)
        except TimeoutError:
            raise SessionLostError(
                self._router, f"no answer to {occasion} within {self._silence_seconds:g} s"
            ) from None
        except (OSError, EOFError):
            data = b""
        if not data:
            raise SessionLostError(self._router, f"the connection was lost after {occasion}")
        if time.monotonic() > self._deadline:
            raise SessionLostError(self._router, f"the answer to {occasion} does not end")
        self._received += self._decoder.decode(data).replace("\x08", "").replace("\x00", "")


def _echo(line: str, received: str, ended: bool = True, start: int = 0) -> tuple[int, int] | None:
    """Where the echo of `line` begins and ends, its line end included, also where a log message cuts it in two."""
    whole = line + "\r\n" if ended else line
    at = received.find(whole, start)
    if at >= 0:
        return at, at + len(whole)
    if "%" not in received:
        return None
    noise = rf"(?:[\r\n]+{LOG_MESSAGE}[\r\n]+)?"
    pattern = noise.join(map(re.escape, line)) + (r"\r?\n" if ended else "")
    found = re.compile(pattern).search(received, start)
    return found.span() if found else None


def _answer_text(received: str, keep_log: bool) -> str:
    """The lines before the prompt, without carriage returns, log messages and blank lines at either end."""
    text = received.replace("\r", "")
    if not keep_log:
        text = _LOG_LINE.sub("", text)
    body, _, _ = text.rstrip("\n").rpartition("\n")
    return body.strip("\n")
