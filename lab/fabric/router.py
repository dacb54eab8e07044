"""The router: the emulator of IOS-XE in a namespace with the links Gi2 and Gi3, and a new router's configuration."""

import json
import shutil
import sys
from pathlib import Path

from lab.fabric import known_hosts
from lab.fabric.fabric import Fabric
from lab.fabric.places import REPOSITORY
from lab.fabric.processes import Process
from lab.fabric.topology import ROUTER
from lab.fabric.wait import wait_for
from toolchain import part

NAME = f"{ROUTER}.ios-xe"
HOSTNAME = "csr1000v"
PROFILE = "16.12"
USER = "admin"
# Not a secret: this router exists only in namespaces of this machine.
PASSWORD = "ios-xe-proving-ground"
PORT = 10022
STARTUP = "startup-config"


def argv(folder: Path) -> list[str]:
    """The router's command, with all its files in one folder; its passwords are in the environment."""
    options = {
        "--listen": "127.0.0.1:22",
        "--hostname": HOSTNAME,
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


def start(fabric: Fabric) -> None:
    """Start the router: it answers SSH on 127.0.0.1:10022, and its host key is in known_hosts."""
    folder = fabric.places.host(ROUTER)
    folder.mkdir(parents=True, exist_ok=True)
    # A copy: the router saves its configuration there.
    if not (folder / STARTUP).exists():
        shutil.copyfile(Path(__file__).with_name(STARTUP), folder / STARTUP)
    secrets = {"LAB_ROUTER_PASSWORD": PASSWORD, "LAB_ROUTER_ENABLE_PASSWORD": PASSWORD}
    env = {"PYTHONPATH": str(REPOSITORY), **secrets}
    process = fabric.start(NAME, ROUTER, argv(folder), env=env)
    known_hosts.add(fabric.places, PORT, _host_key(fabric, process))
    fabric.forward(f"{ROUTER}.port", PORT, ROUTER, "127.0.0.1:22")


def _host_key(fabric: Fabric, process: Process) -> str:
    log = fabric.places.log(NAME)
    ready: dict[str, str] = {}

    def not_ready() -> str | None:
        for line in log.read_text(errors="replace").splitlines():
            if line.startswith('{"port"'):
                ready.update(json.loads(line))
        # The log may still contain the line of an earlier process.
        listening = ":22 " in fabric.run_in(ROUTER, ["ss", "-Hltn"])
        return None if ready and listening else "it is not ready"

    wait_for("the router to listen", not_ready, seconds=30, who=ROUTER, process=process, log=log)
    return ready["host_key"]
