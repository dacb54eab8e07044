"""A port of this machine on which nothing listens: bound, so that no other process gets it meanwhile."""

import socket
from functools import cache


def closed_port() -> int:
    """The same one for the whole process; a connection to it is refused."""
    return int(_bound().getsockname()[1])


@cache
def _bound() -> socket.socket:
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    return bound
