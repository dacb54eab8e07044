"""Stand-in for `pulumi-resource-command`: local commands as resources, by the engine's provider protocol.

Used only where the official plugin is absent. What it does not know (remote commands, files) it refuses by name.

Source: pulumi/proto/pulumi/provider.proto; the schema of pulumi-command 1.2.1.
"""

# ruff: noqa: N802 (the methods are called as the protocol calls them)

import sys
import uuid
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from toolchain.stand_ins import local
from toolchain.stand_ins.engine_log import EngineLog
from toolchain.stand_ins.outcome import CommandError, Job, Register
from toolchain.stand_ins.server import engine_address, serve
from toolchain.stand_ins.values import UNKNOWN, Properties, holds_secret, masked, plain, properties, secret, struct

VERSION = "1.2.1"
NOTE = "stand-in command plugin of this project: the official pulumi-resource-command was not to be had"
TYPE = "command:local:Command"
REFUSED = ("assetPaths", "archivePaths")
# An output is secret when one of these is.
TELLTALES = ("create", "update", "delete", "environment", "stdin", "interpreter", "triggers")


class CommandProvider(provider_pb2_grpc.ResourceProviderServicer):
    """Answers the engine."""

    def __init__(self, log: EngineLog) -> None:
        self._log = log
        self._register = Register()

    def close(self) -> None:
        """End the commands that are still running."""
        self._register.end()

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:
        """What this provider can take."""
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True)

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        """The version it stands in for, marked."""
        return plugin_pb2.PluginInfo(version=f"{VERSION}+stand-in")

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Anything goes: there is nothing to configure."""
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Never a difference."""
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Secrets are wanted as such; previews of a creation are answered."""
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:
        """The inputs as they are, or what is wrong with them."""
        failures = [
            provider_pb2.CheckFailure(reason=reason)
            for reason in problems(_type(request.urn), properties(request.news))
        ]
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Any changed input is an update; changed triggers are a replacement."""
        before, after = plain(properties(request.old_inputs)), plain(properties(request.news))
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        changes = provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=changes, diffs=changed, replaces=[name for name in changed if name == "triggers"]
        )

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Run `create`."""
        inputs = properties(request.properties)
        identity = "" if request.preview else f"{request.urn.rsplit('::', 1)[-1]}{uuid.uuid4().hex[:8]}"
        outputs = self._run(request, inputs, "create", {}, request.preview, context)
        return provider_pb2.CreateResponse(id=identity, properties=struct(outputs))

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Run `update`, or `create` where there is none."""
        inputs = properties(request.news)
        which = "update" if inputs.get("update") is not None else "create"
        outputs = self._run(request, inputs, which, properties(request.olds), request.preview, context)
        return provider_pb2.UpdateResponse(properties=struct(outputs))

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Run `delete`."""
        state = properties(request.properties)
        self._run(request, state, "delete", state, False, context)
        return Empty()

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:
        """What is in the state: a command leaves nothing behind that could be looked at."""
        return provider_pb2.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        """The function `command:local:run`."""
        inputs = properties(request.args)
        if request.tok != "command:local:run":
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"function '{request.tok}' is unknown; this is a {NOTE}")
        values = plain(inputs)
        job = Job(values, str(values.get("command", "")), {}, 0, self._register, lambda stream, line: None)
        response = provider_pb2.InvokeResponse()
        # The field is called `return`, which Python keeps for itself.
        getattr(response, "return").CopyFrom(struct(self._outputs(job, inputs, context)))
        return response

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:
        """End the commands that are still running."""
        self._register.end()
        return Empty()

    def _run(
        self,
        request: Any,
        inputs: Properties,
        which: str,
        old: Properties,
        preview: bool,
        context: grpc.ServicerContext,
    ) -> Properties:
        if preview:
            return {**inputs, "stdout": UNKNOWN, "stderr": UNKNOWN}
        values = plain(inputs)
        command = values.get(which)
        if command is None:
            return {**inputs, "stdout": old.get("stdout", ""), "stderr": old.get("stderr", "")}
        # The engine asks for a check before all but a deletion, and nothing of another type may run here.
        for reason in problems(_type(request.urn), inputs):
            context.abort(grpc.StatusCode.UNIMPLEMENTED, reason)
        quiet = any(holds_secret(inputs.get(name)) for name in TELLTALES)
        say = self._log.listener(request.urn, "none" if quiet else values.get("logging"))
        job = Job(values, command, plain(old), request.timeout, self._register, say)
        return self._outputs(job, inputs, context)

    def _outputs(self, job: Job, inputs: Properties, context: grpc.ServicerContext) -> Properties:
        try:
            outcome = local.run(job)
        except CommandError as error:
            context.abort(grpc.StatusCode.UNKNOWN, masked(str(error), inputs))
        hide = secret if any(holds_secret(inputs.get(name)) for name in TELLTALES) else lambda value: value
        return {**inputs, "stdout": hide(outcome.stdout), "stderr": hide(outcome.stderr)}


def problems(kind: str, inputs: Properties) -> list[str]:
    """What is wrong with a resource's inputs; no value in it, since any may be secret."""
    if kind != TYPE:
        return [f"resource type '{kind}' is unknown; this is a {NOTE}"]
    return [f"'{name}' is not supported; this is a {NOTE}" for name in REFUSED if inputs.get(name)]


def _type(urn: str) -> str:
    """The resource's own type: the last in the chain of types that the URN carries."""
    return urn.split("::")[2].split("$")[-1]


def main(arguments: list[str]) -> int:
    """Serve until the engine is done."""
    if "--logtostderr" in arguments or "-logtostderr" in arguments:
        print(NOTE, file=sys.stderr)
    provider = CommandProvider(EngineLog(engine_address(arguments)))
    return serve(
        lambda server: provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server), provider.close
    )
