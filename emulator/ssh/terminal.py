"""One terminal: bytes in, text out, and the queue between the SSH channel and the shell."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol


class Channel(Protocol):
    """What a terminal writes to."""

    def write(self, data: bytes) -> None:
        """Send these bytes."""


class HangupError(Exception):
    """The other end is gone."""


class Terminal:
    """Keys as they arrive, one by one; text out with IOS's line ends.

    Attributes:
        limit: How many bytes may wait unread, None for any number; more are dropped, as by a small vty buffer.
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
        """Take what the client sent."""
        room = len(data) if self.limit is None else max(0, self.limit - len(self._keys))
        self._keys.extend(data[:room].decode("latin-1").replace("\r\n", "\r"))
        self._arrived.set()

    def end_of_input(self) -> None:
        """Note that no more keys come; what was typed still runs, and its answers still leave."""
        self._ended = True
        self._arrived.set()

    def hang_up(self) -> None:
        """Note that the client is gone."""
        self._closed = self._ended = True
        self._arrived.set()

    def waiting(self) -> int:
        """How many bytes nobody read yet."""
        return len(self._keys)

    async def key(self) -> str:
        """The next key: NUL is ignored; CR, LF and CR LF sent together are one Return."""
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
        """Show text, each newline as CR LF. It leaves when the shell next waits, or at `flush`."""
        self._pending.append(text.replace("\n", "\r\n"))

    def flush(self) -> None:
        """Send what was written."""
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
        """Send bytes as they are, after what was written."""
        self.flush()
        if not self._closed and self._left is None:
            self._channel.write(data)

    def mute(self) -> None:
        """From now on nothing arrives at the other end."""
        self.flush()
        self._left = 0

    def cut_within(self, count: int, cut: Callable[[], None]) -> None:
        """After so many more bytes, cut the connection."""
        self.flush()
        self._left, self._at_end = count, cut
