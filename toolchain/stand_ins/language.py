"""Stand-in for `pulumi-language-python`: the engine's gRPC protocol for running a Python program.

Used only where the official language host is absent. Every run gets a Python process of its own, so that nothing of one
run is left in the next.

Source: pulumi/proto/pulumi/language.proto.
"""

# ruff: noqa: N802 (the methods are called as the protocol calls them)

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from toolchain.stand_ins.interpreter import InterpreterError, interpreter
from toolchain.stand_ins.plugin import ANALYZER, RESOURCE, Plugin
from toolchain.stand_ins.run import ALREADY_SHOWN, Running
from toolchain.stand_ins.server import engine_address, serve

NOTE = "stand-in language host of this project: the official pulumi-language-python was not to be had"


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Answers the engine.

    Args:
        engine: The engine's address, handed to the programs.
    """

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._running = Running()
        self._plugins: set[Plugin] = set()

    def close(self) -> None:
        """End the programs and the plugins that are still running."""
        self._running.end()
        for plugin in list(self._plugins):
            plugin.end()

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Take the engine's address from an engine that attaches to a host already running."""
        self._engine = request.engine_address
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        """The SDK's version, marked as a stand-in's."""
        return plugin_pb2.PluginInfo(version=f"{version('pulumi')}+stand-in")

    def About(self, request: Any, context: grpc.ServicerContext) -> Any:
        """The Python that programs run in."""
        python = _python(request.info, context)
        words = subprocess.run([python, "--version"], capture_output=True, text=True).stdout.split()
        return language_pb2.AboutResponse(executable=python, version=words[-1], metadata={"note": NOTE})

    def GetRequiredPackages(self, request: Any, context: grpc.ServicerContext) -> Any:
        """None: the toolchain has put the plugins in place."""
        return language_pb2.GetRequiredPackagesResponse()

    def GetRequiredPlugins(self, request: Any, context: grpc.ServicerContext) -> Any:
        """None, for engines that still ask so."""
        return language_pb2.GetRequiredPluginsResponse()

    def Run(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Run the program to its end."""
        try:
            python = interpreter(request.info)
        except InterpreterError as error:
            return language_pb2.RunResponse(error=str(error))
        code = self._running.run(python, request, self._engine)
        if code == 0:
            return language_pb2.RunResponse()
        if code == ALREADY_SHOWN or self._running.ended:
            return language_pb2.RunResponse(bail=True)
        return language_pb2.RunResponse(error=f"the program ended with exit code {code}")

    def RunPlugin(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        """Run a policy pack or a provider until it ends or the engine goes away; other kinds are refused."""
        if request.kind not in (ANALYZER, RESOURCE):
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"{NOTE}; it runs no plugin of kind '{request.kind}'")
        plugin = Plugin.started(_python(request.info, context), request)
        self._plugins.add(plugin)
        context.add_callback(plugin.end)
        try:
            for name, text in plugin.output(context.is_active):
                output: Any = {name: text}
                yield language_pb2.RunPluginResponse(**output)
            yield language_pb2.RunPluginResponse(exitcode=plugin.process.wait())
        finally:
            plugin.end()
            self._plugins.discard(plugin)

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:
        """End the programs that are still running."""
        self._running.end()
        return Empty()

    def GetProgramDependencies(self, request: Any, context: grpc.ServicerContext) -> Any:
        """What pip says is installed where the program runs."""
        command = [
            _python(request.info, context),
            "-m",
            "pip",
            "list",
            "--format",
            "json",
            "--disable-pip-version-check",
        ]
        if not request.transitiveDependencies:
            command.append("--not-required")
        listed = subprocess.run(command, capture_output=True, text=True)
        known = [
            language_pb2.DependencyInfo(name=one["name"], version=one["version"])
            for one in json.loads(listed.stdout or "[]")
        ]
        return language_pb2.GetProgramDependenciesResponse(dependencies=known)

    def InstallDependencies(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
        """Install `requirements.txt` into the program's environment, which must be there already."""
        command = [_python(request.info, context), "-m", "pip", "install", "-r", "requirements.txt"]
        pip = subprocess.Popen(command, cwd=request.directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert pip.stdout
        for line in pip.stdout:
            yield language_pb2.InstallDependenciesResponse(stdout=line)
        if pip.wait():
            context.abort(grpc.StatusCode.UNKNOWN, f"pip install ended with exit code {pip.returncode}")


def _python(info: Any, context: grpc.ServicerContext) -> str:
    try:
        return interpreter(info)
    except InterpreterError as error:
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
        raise AssertionError("abort does not return") from error


def main(arguments: list[str]) -> int:
    """Serve until the engine is done."""
    if "--logtostderr" in arguments or "-logtostderr" in arguments:
        print(NOTE, file=sys.stderr)
    host = LanguageHost(engine_address(arguments))
    return serve(lambda server: language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server), host.close)
