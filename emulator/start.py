"""Start and stop of a router."""

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from emulator.configure.context import Teardown
from emulator.dataplane.state import Dataplane
from emulator.device import Device
from emulator.errors import StartError
from emulator.faults import Faults, read_faults
from emulator.forwarding import Forwarding
from emulator.null_dataplane import NullDataplane
from emulator.options import Options
from emulator.ssh.keys import host_key, public_line
from emulator.ssh.listener import Listener
from emulator.ssh.profiles import PROFILES
from emulator.state_log import StateLog
from emulator.typed_log import TypedLog

T = TypeVar("T")
SOCKET_FOLDER = 90
"""Maximum length of BIRD's folder, because a socket's path has at most 107 characters."""


@dataclass
class Router:
    """A running router."""

    device: Device
    listener: Listener
    host_key: str
    scratch: Path | None = None

    @property
    def port(self) -> int:
        """The TCP port of the SSH server."""
        return self.listener.port

    @classmethod
    async def started(cls, options: Options) -> "Router":
        """Boot the router and start its SSH server."""
        faults = read_faults(options.faults) if options.faults else Faults()
        faults.latency_ms = faults.latency_ms or int(options.latency_seconds * 1000)
        scratch = _scratch(options)
        device = _device(options, faults, scratch or options.runtime_dir)
        _report(device, device.boot(options.startup))
        key = host_key(options.host_key)
        shown = host_key(None) if faults.wrong_host_key else key
        device.host_key = public_line(shown)
        listener = Listener(device, device.profile, shown)
        device.reboot = lambda: listener.reboot_soon()
        await listener.open(options.host, options.port)
        return cls(device, listener, public_line(key), scratch)

    async def stop(self) -> None:
        """Stop listening, then the data plane."""
        await self.listener.close()
        await self.device.forwarding.close()
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)


def _device(options: Options, faults: Faults, folder: Path | None) -> Device:
    """Return the device before its boot; `folder` has the data plane's files."""
    deletion_seconds = options.deletion_seconds if faults.deletion_ms is None else faults.deletion_ms / 1000
    forwarding = Forwarding(_dataplane(options, folder))
    device = Device(PROFILES[options.profile], forwarding, faults, Teardown(deletion_seconds))
    if options.username:
        device.accounts.command_line_users[options.username] = (options.password, options.privilege)
    device.accounts.enable = options.enable_password
    device.minute_seconds = options.minute_seconds
    device.startup_file = options.save_startup
    device.typed_log = _log("--typed-log", TypedLog, options.typed_log)
    device.state_log = _log("--state-log", StateLog, options.state_log)
    device.lines.count = 0 if faults.vty_busy else options.vty_lines
    device.boot_seconds = 2.0 if faults.boot_ms is None else faults.boot_ms / 1000
    device.hostname = options.hostname
    device.accepts_foreign_lines = options.foreign_lines == "accept"
    return device


def _report(device: Device, answers: list[tuple[str, str]]) -> None:
    """Print the unmodelled and the refused lines of the startup configuration on stderr."""
    if kept := len(device.config.foreign.all()):
        print(f"emulator: startup-config: {kept} line(s) not modelled: kept verbatim, without effect", file=sys.stderr)
    for line, answer in answers:
        # The words after the second one can be a password.
        print(f"emulator: startup-config '{' '.join(line.split()[:2])} …': {_one_line(answer)}", file=sys.stderr)


def _log(option: str, kind: Callable[[Path | None], T], path: Path | None) -> T:
    try:
        return kind(path)
    except OSError as error:
        raise StartError(f"{option} '{path}': {error.strerror}") from error


def _one_line(answer: str) -> str:
    return next((line for line in answer.splitlines() if line.startswith("%")), answer.strip())


def _scratch(options: Options) -> Path | None:
    """Return a temporary folder for the data plane if `--runtime-dir` is missing or too long for a socket's path."""
    command_line_users = options.runtime_dir
    if options.dataplane == "none" or (command_line_users and len(str(command_line_users.absolute())) < SOCKET_FOLDER):
        return None
    return Path(tempfile.mkdtemp(prefix="lab-router-"))


def _dataplane(options: Options, folder: Path | None) -> Dataplane:
    if options.dataplane == "none" or folder is None:
        return NullDataplane()
    from emulator.dataplane.bird import BirdDataplane
    from emulator.dataplane.errors import DataplaneError

    program = options.bird or shutil.which("bird")
    if program is None:
        raise StartError("--dataplane 'bird': BIRD 2 is not on the PATH; name its program with --bird FILE")
    try:
        return BirdDataplane(folder, Path(program))
    except (OSError, DataplaneError) as error:
        raise StartError(f"--dataplane 'bird': {error}") from error
