"""FRR's machine in namespaces of its own, for tests that need a real FRR; they need root."""

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import paramiko

from lab.fabric import Fabric, namespaces, router, sweep
from lab.fabric.places import Places
from lab.fabric.topology import CABLES, HOSTS
from lab.frr_machine import VRFS, FrrMachine, Vrf


@contextmanager
def frr_machine(folder: Path, prefix: str, vrfs: Sequence[Vrf] = VRFS, sudo: bool = False) -> Iterator[FrrMachine]:
    """A machine that answers; at the end nothing of it is left.

    Args:
        folder: An empty folder for its files.
        prefix: Two letters that no other test has, for the namespaces' names.
        vrfs: The VRF devices that it makes when it boots.
        sudo: Whether `admin` may become root.
    """
    fabric = Fabric(Places(folder / ".lab"), f"{prefix}{os.getpid()}")
    fabric.places.make()
    namespaces.build(fabric.prefix, HOSTS, CABLES)
    try:
        machine = FrrMachine(fabric, vrfs, _free_port(), sudo)
        machine.prepare()
        machine.start()
        yield machine
    finally:
        _remove(fabric)
    assert sweep.remains(fabric) == []


def ask(machine: FrrMachine, command: str) -> tuple[int, str]:
    """The exit code and the output of a command, after a login with the host key checked."""
    with paramiko.SSHClient() as client:
        client.load_host_keys(str(machine.fabric.places.known_hosts))
        client.connect("127.0.0.1", machine.port, router.USER, router.PASSWORD, allow_agent=False, look_for_keys=False)
        _, output, _ = client.exec_command(command, timeout=60)
        return output.channel.recv_exit_status(), output.read().decode()


def vtysh(machine: FrrMachine, *lines: str) -> str:
    """What vtysh prints for the lines, none of which it refuses."""
    words = " ".join(f"-c '{line}'" for line in lines)
    code, output = ask(machine, f"vtysh {words}")
    assert code == 0, output
    return output


def _remove(fabric: Fabric) -> None:
    sweep.stop_processes(fabric)
    for name in namespaces.names(fabric.prefix):
        namespaces.remove(name)
    sweep.remove_folder(fabric)


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port
