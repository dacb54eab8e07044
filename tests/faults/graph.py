"""What the program declares: every resource of the router's side, as `components/router.py` registers it."""

import asyncio
import base64
import os
import pickle
from dataclasses import dataclass
from functools import cache
from typing import Any

from google.protobuf.json_format import MessageToDict
from pulumi.dynamic import ResourceProvider
from pulumi.runtime import mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.stack import run_pulumi_func

from components.router import Router
from model.router import password_variable
from model.stack import Stack
from platforms.passwords import fingerprint
from tests.engine import opened

Props = dict[str, Any]


@dataclass(frozen=True)
class Declared:
    """One resource as the program registers it.

    Attributes:
        urn: Its URN.
        provider: What is called for it.
        inputs: What the program gives it, `__provider` included; JSON types, numbers as the engine sends them.
        after: The URNs it depends on.
        tied: The URNs each property depends on.
    """

    urn: str
    provider: ResourceProvider
    inputs: Props
    after: frozenset[str]
    tied: dict[str, list[str]]


class _Nothing(mocks.Mocks):
    """A stand-in engine that answers every registration with what was registered."""

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], None]:
        raise NotImplementedError(args.token)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        return args.name, args.inputs


class _Monitor(mocks.MockMonitor):
    """Keeps every registration's request."""

    def __init__(self) -> None:
        super().__init__(_Nothing())
        self.requests: list[tuple[str, Any]] = []

    def RegisterResource(self, request: Any) -> resource_pb2.RegisterResourceResponse:  # noqa: N802 - the engine's name
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.custom:
            self.requests.append((urn, request))
        return resource_pb2.RegisterResourceResponse(urn=urn, id=request.name, object=request.object)


def declared(stack: Stack) -> list[Declared]:
    """The resources of every router of a stack, in the order the program registers them."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    monitor = _Monitor()
    mocks.set_mocks(_Nothing(), "bgp-coexist", "dev", preview=False, monitor=monitor, organization="organization")

    async def program() -> None:
        for name in stack.routers:
            router = Router(name, stack, marks(stack))
            router.configure([])
            router.save([])

    loop = asyncio.get_event_loop()
    loop.run_until_complete(run_pulumi_func(program))
    loop.close()
    asyncio.set_event_loop(None)
    return [_declared(urn, request) for urn, request in monitor.requests]


def marks(stack: Stack) -> dict[str, str]:
    """The fingerprints of the sessions' passwords, which are in the environment."""
    keys = {speaker.session.password_key for speaker in stack.speakers().values()}
    return {key: fingerprint(os.environ[password_variable(key)]) for key in keys if key}


def _declared(urn: str, request: Any) -> Declared:
    inputs = {key: value for key, value in opened(MessageToDict(request.object)).items() if value is not None}
    tied = {key: list(found.urns) for key, found in request.propertyDependencies.items() if found.urns}
    return Declared(urn, provider_of(inputs), inputs, frozenset(request.dependencies), tied)


def provider_of(properties: Props) -> ResourceProvider:
    """The provider a resource's properties refer to, unpickled as Pulumi's own plugin does."""
    return _unpickled(properties["__provider"])


@cache
def _unpickled(text: str) -> ResourceProvider:
    """One object for all calls: the providers keep nothing in themselves."""
    provider: ResourceProvider = pickle.loads(base64.b64decode(text))
    return provider
