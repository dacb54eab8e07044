"""Lines to the engine's display, attached to a resource."""

from collections.abc import Callable
from contextlib import suppress

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

STREAMS = {"stdout": ("stdout",), "stderr": ("stderr",), "stdoutAndStderr": ("stdout", "stderr"), "none": ()}


class EngineLog:
    """The engine's log service.

    Args:
        address: Where the engine listens; empty for nowhere.
    """

    def __init__(self, address: str) -> None:
        self._stub = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address)) if address else None

    def listener(self, urn: str, logging: str | None) -> Callable[[str, str], None]:
        """A function that shows a stream's line under the resource, if that stream is to be shown."""
        shown = STREAMS.get(logging or "stdoutAndStderr", ())

        def say(stream: str, line: str) -> None:
            if self._stub is not None and stream in shown:
                with suppress(grpc.RpcError):
                    self._stub.Log(engine_pb2.LogRequest(severity=engine_pb2.INFO, message=line, urn=urn))

        return say
