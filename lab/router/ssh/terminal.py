"""One terminal: bytes in, text out, and the queue between the SSH channel and the shell."""

import asyncio
from collections import deque
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
        self._pending: list[str] = []
        self.limit = limit

    def feed(self, data: bytes) -> None:
        """Take what the client sent."""
        room = len(data) if self.limit is None else max(0, self.limit - len(self._keys))
        self._keys.extend(data[:room].decode("latin-1").replace("\r\n", "\r"))
        self._arrived.set()

    def hang_up(self) -> None:
        """Note that the client is gone."""
        self._closed = True
        self._arrived.set()

    def waiting(self) -> int:
        """How many bytes nobody read yet."""
        return len(self._keys)

    async def key(self) -> str:
        """The next key: NUL is ignored; CR, LF and CR LF sent together are one Return."""
        while True:
            while not self._keys:
                self.flush()
                if self._closed:
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
        if self._pending and not self._closed:
            self._channel.write("".join(self._pending).encode("utf-8", "replace"))
        self._pending.clear()
