"""The lines before SSH's version line, limited in time and size, because paramiko reads them without a limit."""

import select
import socket
import time

from printable import cut
from transport.deadline import Deadline

# Limit for a server's lines before its version (RFC 4253, section 4.2).
_MOST_BYTES = 16_384
_PAUSE_SECONDS = 0.02


class NoSshError(Exception):
    """The server does not speak SSH; the text is what it sent instead."""


def await_banner(sock: socket.socket, deadline: Deadline) -> None:
    """Wait for an SSH version line, and leave it to be read.

    Raises:
        NoSshError: There was no line in time, or another text.
        OSError: The connection was lost.
    """
    seen = 0
    while True:
        if not select.select([sock], [], [], deadline.left)[0] or (seen and deadline.left <= 0.001):
            raise NoSshError(_instead(sock, seen) or f"no answer within {deadline.seconds:g} s")
        text = sock.recv(_MOST_BYTES, socket.MSG_PEEK)
        if b"SSH-" in text and b"\n" in text[text.index(b"SSH-") :]:
            return
        if not text:
            raise NoSshError("the connection was closed")
        if len(text) == _MOST_BYTES:
            raise NoSshError(_instead(sock, len(text)))
        if len(text) == seen:
            _wait(sock, deadline)
        seen = len(text)


def _wait(sock: socket.socket, deadline: Deadline) -> None:
    """Pause. Peeked bytes keep the socket readable for `select`, so that only the end of the connection is polled."""
    seconds = min(_PAUSE_SECONDS, deadline.left)
    if not hasattr(select, "POLLRDHUP"):  # only Linux has it; elsewhere the deadline applies
        time.sleep(seconds)
        return
    poll = select.poll()
    poll.register(sock, select.POLLRDHUP)
    if poll.poll(1000 * seconds):
        raise NoSshError(_instead(sock, 1) or "the connection was closed")


def _instead(sock: socket.socket, seen: int) -> str:
    if not seen:
        return ""
    words = sock.recv(_MOST_BYTES, socket.MSG_PEEK).decode("utf-8", "replace").strip()
    return "" if "SSH-" in words else f"something else answers: '{cut(words, 80)}'"
