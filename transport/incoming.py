"""Reading from a channel with limits of pauses, speed, time, size, and length of a line.

Each character is examined once, so that the cost of an answer is proportional to its length.
"""

import codecs
import time
from typing import Protocol

# A configuration of 100,000 lines has 4 MB.
ANSWER_CHARACTERS = 32_000_000
# IOS accepts 254 characters; a router prints a few hundred in one line.
LINE_CHARACTERS = 65_536
# The speed of a line of 1,200 baud; it is checked after this many times the longest pause.
SLOWEST_PER_SECOND = 100
_FIRST_SILENCES = 4
# The limit of an answer's time, in multiples of the longest pause.
_MOST_SILENCES = 60
_CHUNK = 65_536
# Enough for a prompt, text after it, and the echo of a line.
TAIL = 4_000


class Wire(Protocol):
    """The bytes of one channel; `paramiko.Channel` is one."""

    def settimeout(self, seconds: float | None) -> None:
        """Set the limit of every following send and receive."""

    def sendall(self, data: bytes) -> None:
        """Send all of `data`."""

    def recv(self, size: int) -> bytes:
        """At most `size` received bytes; empty: the far end has closed.

        Raises:
            TimeoutError: No byte came within the limit.
        """


class OutOfBoundsError(Exception):
    """An answer exceeds a limit; the text continues "the answer to X"."""


class Incoming:
    """The reading side of a channel, with pauses of at most `silence_seconds` and answers of at most `characters`."""

    def __init__(self, wire: Wire, silence_seconds: float, characters: int = ANSWER_CHARACTERS) -> None:
        self._wire = wire
        self._silence_seconds = silence_seconds
        self._characters = characters
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        wire.settimeout(silence_seconds)
        self.anew()

    def anew(self) -> None:
        """Start the limits of another answer."""
        self._started = time.monotonic()
        self._size = self._line = 0

    def read(self, silence_seconds: float | None = None) -> str | None:
        """The received text; None: the far end has closed.

        Raises:
            TimeoutError: No byte came within `silence_seconds`, by default the channel's.
            OutOfBoundsError: The answer is too long or too slow.
        """
        self._wire.settimeout(self._silence_seconds if silence_seconds is None else silence_seconds)
        try:
            data = self._wire.recv(_CHUNK)
        finally:
            self._wire.settimeout(self._silence_seconds)
        if not data:
            return None
        text = self._decoder.decode(data)
        self._measure(text)
        return text

    def _measure(self, text: str) -> None:
        self._size += len(text)
        first = text.find("\n")
        if (self._line + (len(text) if first < 0 else first)) > LINE_CHARACTERS:
            raise OutOfBoundsError(f"has a line of more than {LINE_CHARACTERS} characters")
        self._line = self._line + len(text) if first < 0 else len(text) - text.rfind("\n") - 1
        if self._size > self._characters:
            raise OutOfBoundsError(f"is longer than {self._characters} characters")
        elapsed = time.monotonic() - self._started
        if elapsed > _MOST_SILENCES * self._silence_seconds:
            raise OutOfBoundsError(f"does not end within {_MOST_SILENCES * self._silence_seconds:g} s")
        if elapsed > _FIRST_SILENCES * self._silence_seconds + self._size / SLOWEST_PER_SECOND:
            raise OutOfBoundsError(f"comes more slowly than {SLOWEST_PER_SECOND} characters a second")


class Received:
    """Received text that is not processed yet; matches are searched only at its end."""

    def __init__(self, text: str = "") -> None:
        self._parts = [text]
        # Contains any match that the latest part completed.
        self.window = text

    def add(self, text: str) -> None:
        """Append a text."""
        self._parts.append(text)
        self.window = self.window[-TAIL:] + text

    def forget(self) -> None:
        """Drop the text before the window."""
        self._parts = [self.window]

    @property
    def whole(self) -> str:
        """The whole text."""
        self._parts = ["".join(self._parts)]
        return self._parts[0]

    def split(self, start: int, end: int) -> tuple[str, "Received"]:
        """The text before and after a match in the window; `start` and `end` are the match's."""
        whole = self.whole
        before = len(whole) - len(self.window)
        return whole[: before + start], Received(whole[before + end :])
