"""The stand-ins as processes of their own, and as much of an engine as a program without resources needs."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, resource_pb2, resource_pb2_grpc

START = Path(__file__).parents[1] / "toolchain" / "stand_ins" / "__main__.py"


@contextlib.contextmanager
def started(name: str, engine: str = "127.0.0.1:1", ended_by: int = signal.SIGINT) -> Iterator[str]:
    """The address of a stand-in that runs; at the end it must have said nothing but its port."""
    command = [sys.executable, "-E", "-u", str(START), name, engine]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        port = int(process.stdout.readline())
        try:
            yield f"127.0.0.1:{port}"
        finally:
            process.send_signal(ended_by)
            rest = process.communicate(timeout=60)
        assert (process.returncode, *rest) == (0, "", "")


@dataclass(frozen=True)
class TinyEngine:
    """Where it listens, and the errors it was told to show."""

    address: str
    errors: list[str]


@contextlib.contextmanager
def tiny_engine() -> Iterator[TinyEngine]:
    """A resource monitor and a log that keep nothing but errors."""
    server, monitor = grpc.server(ThreadPoolExecutor(4)), _Monitor()
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(monitor, server)
    engine_pb2_grpc.add_EngineServicer_to_server(monitor, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield TinyEngine(f"127.0.0.1:{port}", monitor.logged)
    server.stop(0).wait()


class _Monitor(resource_pb2_grpc.ResourceMonitorServicer, engine_pb2_grpc.EngineServicer):
    """As much of an engine as a program without resources needs; it keeps the errors."""

    def __init__(self) -> None:
        self.logged: list[str] = []

    def SupportsFeature(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802 (the protocol's name)
        return resource_pb2.SupportsFeatureResponse(hasSupport=False)

    def RegisterResource(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return resource_pb2.RegisterResourceResponse(urn="urn:pulumi:s::p::pulumi:pulumi:Stack::p-s")

    def GetDeploymentInfo(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return context.abort(grpc.StatusCode.UNIMPLEMENTED, "")

    def RegisterResourceOutputs(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return Empty()

    def SignalAndWaitForShutdown(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return Empty()

    def SetRootResource(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        return Empty()

    def Log(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        if request.severity == engine_pb2.ERROR:
            self.logged.append(request.message)
        return Empty()
