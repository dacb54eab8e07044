"""One terminal: received bytes, printed text, and the queue between the SSH channel and the shell."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol


class Channel(Protocol):
    """The output of a terminal."""

    def write(self, data: bytes) -> None:
        """Send these bytes."""


class HangupError(Exception):
    """The client has disconnected."""


class Terminal:
    """Received keys, one by one, and printed text with IOS's line ends.

    Attributes:
        limit: The capacity for unread input in bytes, None for no limit; more is dropped, as by a small vty buffer.
    """

    def __init__(self, channel: Channel, limit: int | None = None) -> None:
        self._channel = channel
        self._keys: deque[str] = deque()
        self._arrived = asyncio.Event()
        self._closed = False
        self._ended = False
        self._pending: list[str] = []
        self._left: int | None = None
        self._at_end: Callable[[], None] = lambda: None
        self.limit = limit

    def feed(self, data: bytes) -> None:
        """Add bytes from the client."""
        room = len(data) if self.limit is None else max(0, self.limit - len(self._keys))
        self._keys.extend(data[:room].decode("latin-1").replace("\r\n", "\r"))
        self._arrived.set()

    def end_of_input(self) -> None:
        """End the input; typed lines still run, and their answers are sent."""
        self._ended = True
        self._arrived.set()

    def hang_up(self) -> None:
        """Record that the client has disconnected."""
        self._closed = self._ended = True
        self._arrived.set()

    def waiting(self) -> int:
        """Return the number of unread bytes."""
        return len(self._keys)

    async def key(self) -> str:
        """Return the next key: NUL is ignored; CR, LF and CR LF are one Return."""
        while True:
            while not self._keys:
                self.flush()
                if self._ended:
                    raise HangupError
                self._arrived.clear()
                await self._arrived.wait()
            key = self._keys.popleft()
            if key != "\0":
                return "\r" if key == "\n" else key

    def write(self, text: str) -> None:
        """Print text, each newline as CR LF. It is sent when the shell waits for input, or by `flush`."""
        self._pending.append(text.replace("\n", "\r\n"))

    def flush(self) -> None:
        """Send the printed text."""
        data = "".join(self._pending).encode("utf-8", "replace")
        self._pending.clear()
        if not data or self._closed:
            return
        if self._left is not None:
            data, ended = data[: self._left], len(data) >= self._left
            self._left -= len(data)
            if ended:
                self._channel.write(data)
                self._at_end()
                return
        self._channel.write(data)

    def send(self, data: bytes) -> None:
        """Send bytes unchanged, after the printed text."""
        self.flush()
        if not self._closed and self._left is None:
            self._channel.write(data)

    def drop_output(self) -> None:
        """Drop all further output."""
        self.flush()
        self._left = 0

    def cut_within(self, count: int, cut: Callable[[], None]) -> None:
        """Close the connection after this many more bytes."""
        self.flush()
        self._left, self._at_end = count, cut
