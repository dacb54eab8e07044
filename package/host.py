"""The plugin's process: one gRPC server for the components and for the resources within them."""

# ruff: noqa: N802 (the methods are called as the protocol calls them)

import argparse
import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import Any

import grpc
from pulumi.provider.server import ProviderServicer
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import plugin_pb2, provider_pb2_grpc
from pulumi.runtime.proto import provider_pb2 as proto

from package.engine_log import EngineLog
from package.network import PACKAGE, Components
from package.objects import Objects
from package.schema import VERSION, text
from providers.provided_resource import ProvidedResource
from providers.pulumi_host import engine_watchdog, grpc_errors
from providers.pulumi_host.thread_pool import CALLS


class Host(Objects):
    """Answers the engine: components by Pulumi's own servicer, which needs an event loop, the rest by `Objects`.

    Args:
        engine: The engine's address.
    """

    def __init__(self, engine: str) -> None:
        super().__init__(PACKAGE)
        self._components = ProviderServicer(Components(VERSION), [], engine)
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, name="components", daemon=True).start()

    def Construct(self, request: Any, context: Any) -> Any:
        """Make a component and its resources."""
        made = self._components.Construct(request, context)
        return asyncio.run_coroutine_threadsafe(made, self._loop).result()

    def GetSchema(self, request: Any, context: Any) -> Any:
        """The components' arguments."""
        return proto.GetSchemaResponse(schema=text())

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        """The version."""
        return plugin_pb2.PluginInfo(version=VERSION)


def serve(arguments: list[str]) -> None:
    """Serve until the engine ends this process."""
    parser = argparse.ArgumentParser(description="The package bgp-coexist, started by Pulumi")
    parser.add_argument("engine", help="the engine's address")
    engine = parser.parse_known_args(arguments)[0].engine
    sys.stderr = EngineLog(engine)
    ProvidedResource.package = PACKAGE
    grpc_errors.install()
    engine_watchdog.heed_termination()
    server = grpc.server(ThreadPoolExecutor(max_workers=CALLS), options=_GRPC_CHANNEL_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Host(engine), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    # The engine reads the first line as the port.
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    Event().wait()
