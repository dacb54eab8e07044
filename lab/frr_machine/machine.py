"""FRR's machine: user-mode Linux in the router's namespace, with the ports Gi2 and Gi3 of the lab as its own."""

import os
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncssh

from lab.errors import LabError
from lab.fabric import Fabric, known_hosts, processes
from lab.fabric.processes import Process
from lab.fabric.router import PORT
from lab.fabric.topology import ROUTER
from lab.fabric.wait import wait_for
from lab.frr_machine import host, image, links, settings
from lab.frr_machine.kernel import MEMORY_MEGABYTES, command
from lab.frr_machine.settings import VRFS, Vrf

NAME = f"{ROUTER}.frr"
FORWARDER = f"{ROUTER}.port"
# It took 60 s on a machine that was busy with other things, and 7 s on a quiet one.
BOOT_SECONDS = 180
BANNER_SECONDS = 20


@dataclass(frozen=True)
class FrrMachine:
    """FRR on a Linux kernel of its own, behind SSH at 127.0.0.1:`port`.

    Args:
        fabric: The lab's machines; the router's namespace has the links and no addresses on them.
        vrfs: The VRF devices that the machine makes when it boots; none: only the ports are there.
        port: The port of 127.0.0.1 for SSH.
        sudo: Whether `admin`, who is in the group frrvty, may also run every command as root.
    """

    fabric: Fabric
    vrfs: Sequence[Vrf] = VRFS
    port: int = PORT
    sudo: bool = False

    @property
    def folder(self) -> Path:
        """The folder with the machine's disk."""
        return self.fabric.places.host(ROUTER)

    @property
    def log(self) -> Path:
        """What the kernel and the services print on the machine's console."""
        return self.fabric.places.log(NAME)

    def prepare(self) -> None:
        """Check that the machine can run here, build its image if it is missing, and end what a killed one has left.

        Raises:
            LabError: It cannot run here.
            ToolchainError: The image cannot be built here.
        """
        host.check()
        image.provide()
        before = processes.find(self.fabric.places, NAME)
        if before and not before.alive():
            # They would keep the disk locked.
            processes.end_session(before)

    def start(self) -> None:
        """Start the machine with its disk, new at the first start, and wait until SSH and vtysh answer.

        Raises:
            LabError: It does not answer; the text has the end of its console.
        """
        self._make_disk()
        links.connect(self.fabric)
        process = self._process()
        self._wait_for_frr(process)
        self.fabric.forward(FORWARDER, self.port, ROUTER, f"{_address(settings.MACHINE_ADDRESS)}:22")
        self._wait_for_banner()

    def stop(self) -> None:
        """End the machine as if its power was cut; the disk stays as it is."""
        self.fabric.stop(FORWARDER)
        process = processes.find(self.fabric.places, NAME)
        self.fabric.stop(NAME)
        if process:
            processes.end_session(process)

    def _make_disk(self) -> None:
        """Write the settings for the first boot, unless the machine has been started already."""
        self.folder.mkdir(parents=True, exist_ok=True)
        archive, key = self.folder / "settings", self.folder / "host_key"
        if archive.exists():
            return
        pair = asyncssh.generate_private_key("ssh-ed25519")
        _write(key, pair.export_private_key())
        _write(archive, settings.archive(settings.files(self.vrfs, key.read_text(), self.sudo)))
        known_hosts.add(self.fabric.places, self.port, pair.export_public_key().decode())

    def _process(self) -> Process:
        """The kernel's process, a new one unless it runs."""
        memory = host.memory_folder((Path("/dev/shm"), Path("/tmp"), self.folder), MEMORY_MEGABYTES)
        argv = command(self.folder, f"{time.time_ns():x}")
        return self.fabric.start(NAME, ROUTER, argv, env={"TMPDIR": str(memory), "HOME": str(self.folder)})

    def _wait_for_frr(self, process: Process) -> None:
        token = process.argv[-1].partition("=")[2]

        def silent() -> str | None:
            return None if f"FRR answers: {token}" in self.log.read_text(errors="replace") else "it boots"

        wait_for("FRR to answer", silent, seconds=BOOT_SECONDS, who=ROUTER, process=process, log=self.log, every=0.1)

    def _wait_for_banner(self) -> None:
        try:
            with socket.create_connection(("127.0.0.1", self.port), BANNER_SECONDS) as connection:
                banner = connection.recv(64)
        except OSError as error:
            raise LabError(ROUTER, f"SSH does not answer: {error}", f"its console: {self.log}") from error
        if not banner.startswith(b"SSH-"):
            raise LabError(ROUTER, f"SSH answers with {banner!r}", f"its console: {self.log}")


def _address(prefix: str) -> str:
    return prefix.partition("/")[0]


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
