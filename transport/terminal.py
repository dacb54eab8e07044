"""A conversation with a prompt: one line out, its echo and its answer in, no waiting by the clock."""

import codecs
import re
import time
from dataclasses import dataclass
from typing import Protocol

from errors import SessionLostError
from transport.prompts import LOG_MESSAGE, Prompt, prompt_at_end, question_at_end

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
        self.host = ""
        wire.settimeout(silence_seconds)

    def greeting(self) -> Prompt:
        """The first prompt, whatever banner comes before it."""
        _, prompt, question = self._read_until_prompt("the login", None)
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
        occasion = f"'{shown or line}'"
        self._send(line + "\n", occasion)
        received, prompt, question = self._read_until_prompt(occasion, line)
        return Answer(_answer_text(received, keep_log), prompt, question)

    def interrupt(self) -> Prompt:
        """The prompt after Ctrl-C: a question is broken off, not answered."""
        self._send("\x03", "Ctrl-C")
        _, prompt, question = self._read_until_prompt("Ctrl-C", None)
        if prompt is None:
            raise SessionLostError(self._router, f"the router insists on an answer to '{question}'")
        return prompt

    def _send(self, text: str, occasion: str) -> None:
        try:
            self._wire.sendall(text.encode())
        except (OSError, EOFError):
            raise SessionLostError(self._router, f"the connection was lost before {occasion} could be sent") from None

    def _read_until_prompt(self, occasion: str, echo: str | None) -> tuple[str, Prompt | None, str]:
        """Text after the echo, with the prompt or the question it ends with."""
        deadline = time.monotonic() + _ENDLESS * self._silence_seconds
        received = ""
        while True:
            received += self._receive(occasion, deadline)
            if echo is not None:
                end = _echo_end(echo, received)
                if end is None:
                    continue
                received, echo = received[end:], None
            if prompt := prompt_at_end(received, self.host):
                return received, prompt, ""
            if question := question_at_end(received):
                return received, None, question

    def _receive(self, occasion: str, deadline: float) -> str:
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
        if time.monotonic() > deadline:
            raise SessionLostError(self._router, f"the answer to {occasion} does not end")
        return self._decoder.decode(data).replace("\x08", "").replace("\x00", "")


def _echo_end(line: str, received: str) -> int | None:
    """Where the answer begins: behind the echo of `line`, also where a log message cuts the echo in two."""
    start = received.find(line + "\r\n")
    if start >= 0:
        return start + len(line) + 2
    if "%" not in received:
        return None
    noise = rf"(?:[\r\n]+{LOG_MESSAGE}[\r\n]+)?"
    found = re.search(noise.join(map(re.escape, line)) + r"\r?\n", received)
    return found.end() if found else None


def _answer_text(received: str, keep_log: bool) -> str:
    """The lines before the prompt, without carriage returns, log messages and blank lines at either end."""
    text = received.replace("\r", "")
    if not keep_log:
        text = _LOG_LINE.sub("", text)
    body, _, _ = text.rstrip("\n").rpartition("\n")
    return body.strip("\n")
