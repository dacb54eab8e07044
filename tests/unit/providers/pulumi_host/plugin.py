"""Pulumi's own host of dynamic providers as a process, and providers for it that adapt nothing unless they say so."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.struct_pb2 import Struct
from pulumi.dynamic import ConfigureRequest, CreateResult, ResourceProvider
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from errors import RouterError
from providers.pulumi_host import thread_pool

PROJECT = Path(__file__).parents[4]


class Failing(ResourceProvider):
    """A create that fails as one on a router does."""

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Fails."""
        raise RouterError("rt1", "lost")


class Counting(ResourceProvider):
    """A create that returns how many calls its host runs at a time."""

    def create(self, props: dict[str, Any]) -> CreateResult:
        """The number is the output `calls`."""
        return CreateResult("id", {"calls": getattr(thread_pool._executor(), "_max_workers", None)})


class Widened(Counting):
    """The same in a host with more threads."""

    def configure(self, req: ConfigureRequest) -> None:
        """The host runs more calls at a time."""
        thread_pool.widen()


class Reading(ResourceProvider):
    """A create that waits until the file `path`, a named pipe, was written."""

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Returns when the pipe is closed."""
        Path(props["path"]).read_text()
        return CreateResult("id", {})


@dataclass(frozen=True)
class Plugin:
    """A running host.

    Attributes:
        process: Its process.
        engine: What the engine calls it by.
    """

    process: "subprocess.Popen[str]"
    engine: provider_pb2_grpc.ResourceProviderStub

    def create(self, provider: ResourceProvider, **properties: str) -> Any:
        """The call that creates a resource of this provider, under way."""
        given = Struct()
        given.update({**properties, "__provider": serialize_provider(provider)})
        return self.engine.Create.future(provider_pb2.CreateRequest(properties=given), timeout=60)


@contextmanager
def plugin() -> Iterator[Plugin]:
    """A host as the engine starts it: `python -m pulumi.dynamic`, whose output the engine reads."""
    command = [sys.executable, "-u", "-m", "pulumi.dynamic", "127.0.0.1:1"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        stdout=pipe,
        stderr=pipe,
        text=True,
        # A shell that starts the tests in the background has them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout
        port = int(process.stdout.readline())
        try:
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield Plugin(process, provider_pb2_grpc.ResourceProviderStub(channel))
        finally:
            process.kill()
