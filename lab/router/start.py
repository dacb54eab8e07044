"""A router put together from its options, started and stopped."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lab.router.configure.context import Teardown
from lab.router.dataplane.state import Dataplane
from lab.router.device import Device
from lab.router.faults import NoFaults
from lab.router.forwarding import Forwarding
from lab.router.nothing import NoDataplane
from lab.router.options import Options
from lab.router.ssh.keys import host_key, public_line
from lab.router.ssh.profiles import PROFILES
from lab.router.ssh.server import Listener


@dataclass
class Router:
    """A running router."""

    device: Device
    listener: Listener
    host_key: str

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.listener.port

    @classmethod
    async def started(cls, options: Options) -> "Router":
        """Boot it and listen."""
        profile = PROFILES[options.profile]
        faults = NoFaults(options.latency_seconds)
        device = Device(profile, Forwarding(_dataplane(options)), faults, Teardown(options.deletion_seconds))
        if options.username:
            device.accounts.given[options.username] = (options.password, options.privilege)
        device.accounts.enable = options.enable_password
        device.minute_seconds = options.minute_seconds
        device.startup_file = options.save_startup
        device.lines.count = options.vty_lines
        for line, answer in device.boot(options.startup):
            print(f"lab.router: startup-config line '{line.strip()}': {answer}", file=sys.stderr)
        if options.hostname:
            device.config.hostname = options.hostname
        key = host_key(options.host_key)
        listener = Listener(device, profile, key)
        await listener.open(options.host, options.port)
        return cls(device, listener, public_line(key))

    async def stop(self) -> None:
        """Stop listening, then the data plane."""
        await self.listener.close()
        await self.device.forwarding.close()


def _dataplane(options: Options) -> Dataplane:
    if options.dataplane == "none":
        return NoDataplane()
    from lab.router.dataplane.bird import BirdDataplane

    return BirdDataplane(options.runtime_dir or Path(tempfile.mkdtemp(prefix="lab-router-")))
