"""What is printed for the user, handed to the engine: of such a plugin it shows no standard error."""

import io
import threading
from contextlib import suppress

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc


class EngineLog(io.TextIOBase):
    """Text that the engine shows, line by line.

    Args:
        engine: The engine's address.
    """

    def __init__(self, engine: str) -> None:
        self._engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(engine))
        self._begun = threading.local()

    def fileno(self) -> int:
        """The process's own standard error, which nobody shows."""
        return 2

    def write(self, text: str) -> int:
        """Show the lines that are complete now, while there is an engine; each thread has its own."""
        *lines, rest = (getattr(self._begun, "line", "") + text).split("\n")
        self._begun.line = rest
        for line in filter(None, lines):
            with suppress(grpc.RpcError):
                self._engine.Log(engine_pb2.LogRequest(severity=engine_pb2.INFO, message=line))
        return len(text)
