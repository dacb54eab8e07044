"""Runs a policy pack or a provider in its own environment; hands its output to the engine, which talks to it itself."""

import os
import queue
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from toolchain.stand_ins.run import END_SECONDS
from toolchain.stand_ins.server import engine_address

ANALYZER = "analyzer"
RESOURCE = "resource"
# A part of an output: from where it is, and what; no bytes: that output has ended.
Part = tuple[str, bytes]


def command(python: str, request: Any) -> list[str]:
    """How it is started, with the engine's address: a provider as a folder, a pack by the SDK's own module."""
    if request.kind == RESOURCE:
        return [python, "-u", request.info.program_directory, *request.args]
    return [python, "-u", "-m", "pulumi.policy", engine_address(list(request.args)), request.info.program_directory]


def environment(request: Any) -> dict[str, str]:
    """The variables that the engine gives; where it gives none, those of the host."""
    given = dict(variable.split("=", 1) for variable in request.env)
    return given or dict(os.environ)


@dataclass(eq=False)
class Plugin:
    """A plugin that runs.

    Attributes:
        process: Its process.
        parts: What it has printed and nobody has read yet.
    """

    process: subprocess.Popen[bytes]
    parts: "queue.Queue[Part]" = field(default_factory=queue.Queue)

    @classmethod
    def started(cls, python: str, request: Any) -> "Plugin":
        """The plugin of a request. A session of its own: the engine's SIGINT goes to process groups."""
        plugin = cls(
            subprocess.Popen(
                command(python, request),
                cwd=request.pwd or None,
                env=environment(request),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        )
        for name, stream in (("stdout", plugin.process.stdout), ("stderr", plugin.process.stderr)):
            assert stream
            threading.Thread(target=plugin._read, args=(name, stream), daemon=True).start()
        return plugin

    def output(self, known: Callable[[], bool]) -> Iterator[Part]:
        """What it prints until it has ended, or until the engine no longer wants to know."""
        open_streams = 2
        while open_streams and known():
            try:
                name, text = self.parts.get(timeout=END_SECONDS)
            except queue.Empty:
                continue
            if text:
                yield name, text
            else:
                open_streams -= 1

    def end(self) -> None:
        """End it with SIGTERM, then with SIGKILL; nothing where it has ended."""
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _read(self, name: str, stream: IO[bytes]) -> None:
        while text := os.read(stream.fileno(), 65536):
            self.parts.put((name, text))
        stream.close()
        self.parts.put((name, b""))
