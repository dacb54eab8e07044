"""What a server says before SSH begins: looked at before it is believed, because paramiko reads it without a limit."""

import select
import socket
import time

from printable import cut
from transport.deadline import Deadline

# A server may say something before its version (RFC 4253, section 4.2); nobody says more than this.
_MOST_BYTES = 16_384
_PAUSE_SECONDS = 0.02


class NoSshError(Exception):
    """No SSH server talks; the text says what was there instead."""


def await_banner(sock: socket.socket, deadline: Deadline) -> None:
    """An SSH version line has come in, and is still to be read.

    Raises:
        NoSshError: Nothing came in time, or something else.
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
    """A moment passes. What was looked at and not read counts as news to `select`; only an end shows besides."""
    seconds = min(_PAUSE_SECONDS, deadline.left)
    if not hasattr(select, "POLLRDHUP"):  # elsewhere than on Linux the deadline ends it
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
