"""A router: the emulator of IOS-XE in a namespace with the links Gi2 and Gi3, and a new router's configuration."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from lab.fabric import known_hosts
from lab.fabric.fabric import Fabric
from lab.fabric.places import REPOSITORY
from lab.fabric.processes import Process
from lab.fabric.topology import ROUTER
from lab.fabric.wait import wait_for
from toolchain import part

HOSTNAME = "csr1000v"
PROFILE = "16.12"
USER = "admin"
# Not a secret: this router exists only in namespaces of this machine.
PASSWORD = "ios-xe-proving-ground"
PORT = 10022
STARTUP = "startup-config"


@dataclass(frozen=True)
class Machine:
    """A router's machine.

    Attributes:
        host: The lab's machine.
        hostname: The router's name at its prompt.
        port: The port of 127.0.0.1 with its SSH server.
    """

    host: str
    hostname: str
    port: int

    @property
    def process(self) -> str:
        """The name of the router's process."""
        return f"{self.host}.ios-xe"


FIRST = Machine(ROUTER, HOSTNAME, PORT)
# Only in the scenarios of several routers.
SECOND = Machine("router2", "csr1000w", 10024)


def argv(folder: Path, hostname: str = HOSTNAME) -> list[str]:
    """The router's command, with all its files in one folder; its passwords are in the environment."""
    options = {
        "--listen": "127.0.0.1:22",
        "--hostname": hostname,
        "--startup-config": str(folder / STARTUP),
        "--save-startup": str(folder / STARTUP),
        "--profile": PROFILE,
        "--username": USER,
        "--host-key": str(folder / "host_key"),
        "--dataplane": "bird",
        "--bird": str(part("bird")),
        "--runtime-dir": str(folder / "bird"),
    }
    return [sys.executable, "-m", "emulator", *(word for pair in options.items() for word in pair)]


def start(fabric: Fabric, machine: Machine = FIRST) -> None:
    """Start the router: it answers SSH on 127.0.0.1 at its port, and its host key is in known_hosts."""
    folder = fabric.places.host(machine.host)
    folder.mkdir(parents=True, exist_ok=True)
    # A copy: the router saves its configuration there.
    if not (folder / STARTUP).exists():
        text = Path(__file__).with_name(STARTUP).read_text()
        (folder / STARTUP).write_text(text.replace(f"hostname {HOSTNAME}\n", f"hostname {machine.hostname}\n"))
    secrets = {"LAB_ROUTER_PASSWORD": PASSWORD, "LAB_ROUTER_ENABLE_PASSWORD": PASSWORD}
    env = {"PYTHONPATH": str(REPOSITORY), **secrets}
    process = fabric.start(machine.process, machine.host, argv(folder, machine.hostname), env=env)
    known_hosts.add(fabric.places, machine.port, _host_key(fabric, machine, process))
    fabric.forward(f"{machine.host}.port", machine.port, machine.host, "127.0.0.1:22")


def _host_key(fabric: Fabric, machine: Machine, process: Process) -> str:
    log = fabric.places.log(machine.process)
    ready: dict[str, str] = {}

    def not_ready() -> str | None:
        for line in log.read_text(errors="replace").splitlines():
            if line.startswith('{"port"'):
                ready.update(json.loads(line))
        # The log may still contain the line of an earlier process.
        listening = ":22 " in fabric.run_in(machine.host, ["ss", "-Hltn"])
        return None if ready and listening else "it is not ready"

    wait_for("the router to listen", not_ready, seconds=30, who=machine.host, process=process, log=log)
    return ready["host_key"]
