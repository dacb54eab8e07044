"""How every plugin of the engine is served: one port line, then gRPC until a signal or until the engine is gone."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import grpc

# The engine's own limit; a preview of a large stack does not fit into gRPC's 4 MB.
LIMIT = 400 * 1024 * 1024
OPTIONS = [("grpc.max_receive_message_length", LIMIT), ("grpc.max_send_message_length", LIMIT)]
PARENT_SECONDS = 1.0
GRACE_SECONDS = 0.5


def serve(add: Callable[[grpc.Server], None], close: Callable[[], None]) -> int:
    """Serve until SIGINT, SIGTERM, or until the process that started us has ended.

    Args:
        add: Registers the services.
        close: Called before the server stops: ends what the services have running.
    """
    server = grpc.server(ThreadPoolExecutor(max_workers=32), options=OPTIONS)
    add(server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    # The engine reads the first line of our output as the port; everything after it is shown to the user.
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    _until_told_to_stop()
    close()
    server.stop(GRACE_SECONDS).wait()
    return 0


def _until_told_to_stop() -> None:
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    engine = os.getppid()
    # An engine that was killed tells nobody; its plugins would stay for ever.
    while not stopping.wait(PARENT_SECONDS) and os.getppid() == engine:
        pass


def engine_address(arguments: list[str]) -> str:
    """The engine's address: the last argument that is no option and not an option's value, or nothing."""
    positional = [word for index, word in enumerate(arguments) if not _is_option(arguments, index)]
    return positional[-1] if positional else ""


def _is_option(arguments: list[str], index: int) -> bool:
    return arguments[index].startswith("-") or (index > 0 and arguments[index - 1] in ("-tracing", "--tracing"))
