"""A terminal: sends lines, and reads their echoes and answers up to the next prompt."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from paramiko import SSHException

from errors import SessionLostError
from platforms.iosxe.cli.prompts import LOG_MESSAGE, Prompt, answered_prompt, pages, prompt_at_end, question_at_end
from platforms.iosxe.cli.text_reader import TextReader
from printable import cut
from transport.incoming import Incoming, OutOfBoundsError, Received, Wire

# IOS echoes a byte when it reads it, so what is not echoed yet waits in an input buffer, and what does not fit there is
# lost: two commands may then read as a third one. The size of that buffer is not published. 64 bytes are one or two
# lines, and keep a router busy whose network answers sooner than it takes a line.
WINDOW_BYTES = 64
# Over a longer way more lines must be under way. The router is asked whether it holds them, by comments: of whatever is
# lost of these the rest is a comment, too. They are sent as one, so that it cannot read the first before the last come;
# and the window is half of what came back whole.
_COMMENTS = ("!" * 249 + "\n") * 8
_WIDE_WINDOW_BYTES = len(_COMMENTS) // 2

# A question counts after this much silence: a login banner may contain the word `Password:`.
_QUIET_SECONDS = 5.0
_LOG_LINE = re.compile(rf"(?m)^{LOG_MESSAGE}(?:\n|\Z)")


@dataclass(frozen=True)
class Answer:
    """The answer to one line.

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
    """A line that was sent, then echoed, then answered.

    With `texts` its answer is a configuration: a prompt counts only outside a text, and if an empty line brings it
    again.
    """

    text: str
    shown: str
    keep_log: bool = False
    echoed: bool = False
    texts: TextReader | None = None
    asked_again: bool = False

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
        self._incoming = Incoming(wire, silence_seconds)
        self._received = Received()
        self._lines: deque[_Line] = deque()
        self._window = WINDOW_BYTES
        self._widened = False
        self.host = ""

    def greeting(self) -> None:
        """Wait for a possible prompt after the login banner; the first line's echo shows which prompt it is.

        Raises:
            SessionLostError: The router asks a question instead.
        """
        question = ""
        self._begin()
        while not prompt_at_end(self._received.window):
            try:
                self._receive("the login", min(_QUIET_SECONDS, self._silence_seconds) if question else None)
            except _SilenceError:
                if not question:
                    raise
                raise SessionLostError(
                    self._router, f"after the login the router asks '{cut(question)}' instead of prompting"
                ) from None
            question = question_at_end(self._received.window) or ""

    def exchange(self, line: str, shown: str = "", keep_log: bool = False) -> Answer:
        """The answer to one line.

        Args:
            line: The line, without its end.
            shown: The line in messages, where it contains a secret.
            keep_log: Keep lines that look like log messages in the answer: the command prints them.

        Raises:
            SessionLostError: The connection closed, or no answer came in time.
        """
        self.send(line, shown, keep_log)
        return self._answer()

    def configuration(self, command: str) -> Answer:
        """The answer to a command that prints a configuration, with any texts.

        Raises:
            SessionLostError: The connection closed, or no answer came in time.
        """
        self.send(command)
        self._lines[-1].texts = TextReader()
        return self._answer()

    def _answer(self) -> Answer:
        while True:
            for answer in self.hear():
                return answer

    def fits(self, line: str) -> bool:
        """Whether the line may be sent now: unechoed bytes must fit into the window."""
        unechoed = sum(sent.size for sent in self._lines if not sent.echoed)
        return not self._lines or unechoed + _Line(line, "").size <= self._window

    def widen(self) -> None:
        """Send further ahead from now on, if the router echoes comments as long as that; it is asked once.

        Raises:
            SessionLostError: The connection closed.
        """
        if self._widened:
            return
        self._widened = True
        self._begin()
        self._send(_COMMENTS, "comments")
        sent, text = _COMMENTS.count("!"), ""
        try:
            while text.count("!") < sent or not prompt_at_end(self._received.window, self.host):
                self._receive("comments", min(_QUIET_SECONDS, self._silence_seconds))
                text = self._received.whole
        except _SilenceError:
            self.exchange("")
        else:
            self._window = _WIDE_WINDOW_BYTES if text.count("!") == sent else WINDOW_BYTES

    def send(self, line: str, shown: str = "", keep_log: bool = False) -> None:
        """Send the line; its answer comes by `hear`, after those of the lines before it."""
        sent = _Line(line, f"'{shown or line}'", keep_log)
        if not self._lines:
            self._begin()
        self._lines.append(sent)
        typed = line + "\n"
        for end in range(self._window, len(typed), self._window):
            self._send(typed[end - self._window : end], sent.shown)
            while _echo(typed[:end], self._received.window, ended=False) is None:
                self._receive(sent.shown)
        self._send(typed[(len(typed) - 1) // self._window * self._window :], sent.shown)

    def hear(self) -> list[Answer]:
        """Read once more, and return the answers that are complete, in the order of their lines.

        Raises:
            SessionLostError: The connection closed, or nothing came in time.
        """
        self._receive()
        return list(self._answers())

    def _answers(self) -> Iterator[Answer]:
        while self._lines and self._echo_is_there():
            line = self._lines[0]
            text, following = "", Received()
            ending = self._received.window
            if len(self._lines) > 1 and (found := self._next_echo(self._lines[1].text)):
                ending = ending[: found[0]]
                text, following = self._received.split(*found)
                self._lines[1].echoed = True
            prompt = prompt_at_end(ending, self.host)
            if line.texts:
                if not prompt or not self._stands_again(line, line.texts):
                    return
                at = answered_prompt(ending, self.host) or 0
                text, _ = self._received.split(at, at)
            question = question_at_end(ending) if not prompt and len(self._lines) == 1 else None
            if not prompt and not question:
                return
            text = text or self._received.whole
            self._received = following
            self._lines.popleft()
            self._incoming.anew()
            yield Answer(_answer_text(text, line.keep_log), prompt, question or "")

    def _stands_again(self, line: _Line, texts: TextReader) -> bool:
        """Whether the prompt is real: an empty line brings it again."""
        if texts.open_text:
            return False
        if line.asked_again:
            return answered_prompt(self._received.window, self.host) is not None
        line.asked_again = True
        self._send("\n", line.shown)
        return False

    def _echo_is_there(self) -> bool:
        """Whether the first line's echo was received; it is removed from the text to read."""
        line = self._lines[0]
        if line.echoed:
            return True
        if found := _echo(line.text, self._received.window):
            _, self._received = self._received.split(*found)
            line.echoed = True
            if line.texts:
                line.texts.add(self._received.window)
        else:
            self._received.forget()
        return line.echoed

    def _next_echo(self, line: str) -> tuple[int, int] | None:
        """The start and end of the second line's echo, which only counts right after a prompt."""
        start, window = 0, self._received.window
        while found := _echo(line, window, start=start):
            if prompt_at_end(window[: found[0]], self.host):
                return found
            start = found[0] + 1
        return None

    def _begin(self) -> None:
        """Discard what was received before."""
        self._received = Received()
        self._incoming.anew()

    def interrupt(self) -> Prompt:
        """The prompt after Ctrl-C, which ends a question without an answer."""
        self._lines.clear()
        self._begin()
        self._send("\x03", "Ctrl-C")
        while True:
            self._receive("Ctrl-C")
            if prompt := prompt_at_end(self._received.window, self.host):
                return prompt
            if question := question_at_end(self._received.window):
                raise SessionLostError(self._router, f"the router insists on an answer to '{cut(question)}'")

    def _send(self, text: str, occasion: str) -> None:
        try:
            self._wire.sendall(text.encode())
        except TimeoutError:
            raise SessionLostError(self._router, f"the router takes no more input, {occasion} not sent") from None
        except (OSError, EOFError, SSHException):
            raise SessionLostError(self._router, f"the connection was lost before {occasion} could be sent") from None

    def _receive(self, occasion: str = "", silence_seconds: float | None = None) -> None:
        """Read once more."""
        occasion = occasion or self._lines[0].shown
        try:
            text = self._incoming.read(silence_seconds)
        except TimeoutError:
            raise _SilenceError(self._router, self._silence(occasion)) from None
        except OutOfBoundsError as error:
            raise SessionLostError(self._router, f"the answer to {occasion} {error}") from None
        except (OSError, EOFError):
            text = None
        if text is None:
            raise SessionLostError(self._router, f"the connection was lost after {occasion}")
        text = text.replace("\x08", "").replace("\x00", "")
        self._received.add(text)
        if self._lines and self._lines[0].echoed and (texts := self._lines[0].texts):
            texts.add(text)

    def _silence(self, occasion: str) -> str:
        """The message for an answer that stopped."""
        first = f"no answer to {occasion} within {self._silence_seconds:g} s"
        if pages(self._received.window):
            return f"{first}: it stops at '--More--', as if 'terminal length 0' had no effect"
        texts = self._lines[0].texts if self._lines else None
        if texts and texts.open_text:
            return f"{first}: it stops in the text that '{cut(texts.open_text)}' opens"
        return first


class _SilenceError(SessionLostError):
    """The router sent nothing within the time."""


def _echo(line: str, received: str, ended: bool = True, start: int = 0) -> tuple[int, int] | None:
    """The start and end of the echo of `line`, its line end included, also where a log message interrupts it."""
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
