"""A port of this machine that is free now, for a program that cannot pick one itself."""

import socket


def free_port() -> int:
    """Another one for each call, as far as nobody takes it meanwhile."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
