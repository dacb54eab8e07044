"""What a far end sends, read within bounds: of silence, of pace, of time, of size, and of one line's length.

Each character is looked at once, so that a long answer costs its length and an endless one ends.
"""

import codecs
import time
from typing import Protocol

# A configuration of 100,000 lines has 4 MB.
ANSWER_CHARACTERS = 32_000_000
# IOS takes 254 characters; what a router prints in one line is a few hundred.
LINE_CHARACTERS = 65_536
# Slower than a line of 1,200 baud is no router that answers. The pace counts once this many silences' time has passed.
SLOWEST_PER_SECOND = 100
_FIRST_SILENCES = 4
# However steadily it comes: so many silences' time is the end of it.
_MOST_SILENCES = 60
_CHUNK = 65_536
# As much of the end as a prompt, what may follow it, and the echo of a line can have.
TAIL = 4_000


class Wire(Protocol):
    """The bytes of one channel; `paramiko.Channel` is one."""

    def settimeout(self, seconds: float | None) -> None:
        """Limit every following send and receive."""

    def sendall(self, data: bytes) -> None:
        """Hand over all of `data`."""

    def recv(self, size: int) -> bytes:
        """What has come in, at most `size` bytes; empty once the far end has closed.

        Raises:
            TimeoutError: Nothing came within the limit.
        """


class OutOfBoundsError(Exception):
    """What comes in is no answer any more; the text says why, to stand behind "the answer to X"."""


class Incoming:
    """The reading end of a wire.

    Args:
        wire: The channel.
        silence_seconds: Longest wait for the next byte.
        characters: The most that one answer may have.
    """

    def __init__(self, wire: Wire, silence_seconds: float, characters: int = ANSWER_CHARACTERS) -> None:
        self._wire = wire
        self._silence_seconds = silence_seconds
        self._characters = characters
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        wire.settimeout(silence_seconds)
        self.anew()

    def anew(self) -> None:
        """Another answer begins."""
        self._started = time.monotonic()
        self._size = self._line = 0

    def read(self, silence_seconds: float | None = None) -> str | None:
        """What has come in; None once the far end has closed.

        Raises:
            TimeoutError: Nothing came within the limit, or within `silence_seconds` this time.
            OutOfBoundsError: It is too much, too slow, or takes too long.
        """
        if silence_seconds is not None:
            self._wire.settimeout(silence_seconds)
        try:
            data = self._wire.recv(_CHUNK)
        finally:
            if silence_seconds is not None:
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
        taken = time.monotonic() - self._started
        if taken > _MOST_SILENCES * self._silence_seconds:
            raise OutOfBoundsError(f"does not end within {_MOST_SILENCES * self._silence_seconds:g} s")
        if taken > _FIRST_SILENCES * self._silence_seconds + self._size / SLOWEST_PER_SECOND:
            raise OutOfBoundsError(f"comes more slowly than {SLOWEST_PER_SECOND} characters a second")


class Received:
    """What has come in and was not taken yet. Only its end is looked at while it grows."""

    def __init__(self, text: str = "") -> None:
        self._parts = [text]
        # What a match that the latest part completed lies in.
        self.window = text

    def add(self, text: str) -> None:
        """More has come in."""
        self._parts.append(text)
        self.window = self.window[-TAIL:] + text

    def forget(self) -> None:
        """What lies before the window is not wanted."""
        self._parts = [self.window]

    @property
    def whole(self) -> str:
        """All of it."""
        self._parts = ["".join(self._parts)]
        return self._parts[0]

    def split(self, start: int, end: int) -> tuple[str, "Received"]:
        """What lies before a place in the window, and what after it; places as a match in the window has them."""
        whole = self.whole
        before = len(whole) - len(self.window)
        return whole[: before + start], Received(whole[before + end :])
