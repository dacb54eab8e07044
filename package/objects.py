"""The package's resources, each by the provider of its type, as the engine's provider protocol asks for them."""

# ruff: noqa: N802 (the methods are called as the protocol calls them)

import asyncio
from typing import Any

from google.protobuf.empty_pb2 import Empty
from pulumi.dynamic import Config, ConfigureRequest, ResourceProvider
from pulumi.runtime import Settings, configure, rpc
from pulumi.runtime.proto import provider_pb2 as proto
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer

from apply.properties import Props
from providers.bgp_configuration import BgpConfiguration
from providers.bgp_process import BgpProcess
from providers.bgp_vrf import BgpVrf
from providers.interface import Interface
from providers.prefix_list import PrefixList
from providers.provided_resource import ProvidedResource
from providers.router_access import RouterAccess
from providers.saved_configuration import SavedConfiguration
from providers.vrf import Vrf

RESOURCES: tuple[type[ProvidedResource], ...] = (
    *(RouterAccess, Vrf, Interface, PrefixList, BgpProcess, BgpVrf, SavedConfiguration, BgpConfiguration),
)


class Objects(ResourceProviderServicer):
    """Create, read, update and delete, as Pulumi's host of dynamic providers passes them on."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._providers: dict[str, ResourceProvider] = {}

    def Configure(self, request: Any, context: Any) -> Any:
        """Hand the package's configuration to every provider."""
        given = {f"{self._package}:{key}": value for key, value in _props(request.args).items()}
        config = Config(given, self._package)
        for resource in RESOURCES:
            provider = resource.provider()
            provider.configure(ConfigureRequest(config))
            self._providers[resource.packaged_type()] = provider
        return proto.ConfigureResponse(acceptSecrets=True, acceptResources=True, acceptOutputs=True)

    def Check(self, request: Any, context: Any) -> Any:
        """The inputs with the wanted lines."""
        result = self._of(request).check(_props(request.olds), _props(request.news))
        failures = [proto.CheckFailure(property=each.property, reason=each.reason) for each in result.failures]
        return proto.CheckResponse(inputs=_struct(result.inputs, request.news), failures=failures)

    def Diff(self, request: Any, context: Any) -> Any:
        """Whether anything changes, and what needs a replacement."""
        result = self._of(request).diff(request.id, _props(request.olds), _props(request.news))
        return proto.DiffResponse(
            changes=proto.DiffResponse.DIFF_SOME if result.changes else proto.DiffResponse.DIFF_NONE,
            replaces=result.replaces or [],
            deleteBeforeReplace=bool(result.delete_before_replace),
        )

    def Create(self, request: Any, context: Any) -> Any:
        """Make the object."""
        result = self._of(request).create(_props(request.properties))
        return proto.CreateResponse(id=result.id, properties=_struct(result.outs or {}, request.properties))

    def Read(self, request: Any, context: Any) -> Any:
        """The object as it is."""
        result = self._of(request).read(request.id, _props(request.properties))
        outs = _struct(result.outs or {}, request.properties)
        inputs = request.inputs if result.inputs is None else _struct(result.inputs, request.properties)
        return proto.ReadResponse(id=result.id or "", properties=outs, inputs=inputs)

    def Update(self, request: Any, context: Any) -> Any:
        """Change the object."""
        result = self._of(request).update(request.id, _props(request.olds), _props(request.news))
        return proto.UpdateResponse(properties=_struct(result.outs or {}, request.news))

    def Delete(self, request: Any, context: Any) -> Any:
        """Remove the object."""
        self._of(request).delete(request.id, _props(request.properties))
        return Empty()

    def Cancel(self, request: Any, context: Any) -> Any:
        """Nothing: calls under way end by themselves, within limits of their own."""
        return Empty()

    def _of(self, request: Any) -> ResourceProvider:
        """The provider of a request's resource; each of gRPC's threads has Pulumi's settings of its own."""
        configure(Settings(project=self._package, stack="stack", organization="organization"))
        return self._providers[request.urn.split("::")[2].rpartition("$")[2]]


def _props(struct: Any) -> Props:
    """The values of a request, secrets in clear."""
    return {key: rpc.unwrap_rpc_secret(value) for key, value in rpc.deserialize_properties(struct, True).items()}


def _struct(values: Props, asked: Any) -> Any:
    """The values as the protocol has them; secret is what is secret in the request."""
    hidden = {key for key, value in rpc.deserialize_properties(asked, True).items() if rpc.is_rpc_secret(value)}
    marked = {key: rpc.wrap_rpc_secret(value) if key in hidden else value for key, value in values.items()}
    # A loop of its own: this thread has none.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(rpc.serialize_properties(marked, {}))
    finally:
        loop.close()
