"""A small network around the router's data plane: four nodes with two speakers each, a switch, a client.

The speakers are BIRD 2 in place of Calico and MetalLB. Everything lives in namespaces named after this process.
"""

import ctypes
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from emulator.dataplane.birdc import BirdControl
from tests.eventually import eventually
from tests.lab.dataplane_seed import NODES

BLOCKS = {"master1": "192.168.195.128/26", "worker1": "192.168.160.0/26", "worker2": "192.168.116.0/26"}
BLOCKS["worker3"] = "192.168.165.192/26"
SHARED_BLOCK = "192.168.200.0/26"
SERVICE = "10.100.0.0"
_CLONE_NEWNET = 0x40000000
P = ParamSpec("P")
R = TypeVar("R")


def pod(node: str) -> str:
    """An address inside the node's block."""
    prefix = BLOCKS[node].split("/")[0]
    return f"{prefix.rsplit('.', 1)[0]}.{int(prefix.rsplit('.', 1)[1]) + 1}"


class Namespace:
    """A network namespace and what runs in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._processes: list[subprocess.Popen[bytes]] = []
        run("ip", "netns", "add", name)
        self.call(_enter, name)
        self.run("ip", "link", "set", "lo", "up")

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call inside the namespace: its one thread has entered it."""
        return self._thread.submit(function, *args, **kwargs).result()

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command inside."""
        return self.call(run, *command, check=check)

    def start(self, *command: str | Path, log: Path) -> subprocess.Popen[bytes]:
        """Start a process inside that lives until `remove`."""
        with log.open("ab") as file:
            process = self.call(subprocess.Popen[bytes], command, stdout=file, stderr=file)
        self._processes.append(process)
        return process

    def remove(self) -> None:
        """End its processes and delete it."""
        for process in self._processes:
            process.kill()
            process.wait()
        self._thread.shutdown()
        run("ip", "netns", "delete", self.name, check=False)


class Fabric:
    """The namespaces by role: `router`, `switch`, `client`, and the nodes by name."""

    def __init__(self, prefix: str, bird: Path, directory: Path) -> None:
        self.bird = bird
        self.directory = directory
        self.spaces: dict[str, Namespace] = {}
        self._prefix = prefix

    def build(self) -> None:
        """Make the namespaces, wire them, start the speakers."""
        for role in ("switch", "router", "client", *NODES):
            self.spaces[role] = Namespace(f"{self._prefix}-{role}")
        self.spaces["switch"].run("ip", "link", "add", "br0", "type", "bridge")
        self.spaces["switch"].run("ip", "link", "set", "br0", "up")
        self._wire("router", "Gi2")
        self._cable("router", "Gi3", "client", "eth0")
        self._address("client", "10.0.1.100/24", "10.0.1.254")
        for node, address in NODES.items():
            self._wire(node, "eth0")
            self._address(node, f"{address}/24", "10.0.0.254")
            for own in (pod(node), SERVICE):
                self.spaces[node].run("ip", "address", "add", f"{own}/32", "dev", "lo")
            self.calico(node)
            self.metallb(node)

    def calico(self, node: str) -> None:
        """Start what stands for a node's Calico."""
        self.speak(node, "calico", 65002, "1.1.1.2", "multihop 32", [BLOCKS[node], SHARED_BLOCK])

    def metallb(self, node: str, options: str = "", protocols: str = "") -> subprocess.Popen[bytes]:
        """Start what stands for a node's MetalLB; two speakers on a node cannot both listen on port 179."""
        return self.speak(node, "metallb", 65001, "10.0.0.254", "direct", [f"{SERVICE}/32"], 1790, options, protocols)

    def speak(
        self,
        node: str,
        name: str,
        asn: int,
        router: str,
        distance: str,
        prefixes: list[str],
        port: int = 179,
        options: str = "",
        protocols: str = "",
    ) -> subprocess.Popen[bytes]:
        """Start a speaker on a node, with more said of its session or more protocols in BIRD's words."""
        config = self.directory / f"{node}-{name}.conf"
        routes = " ".join(f"route {prefix} unreachable;" for prefix in prefixes)
        config.write_text(
            f"router id {NODES[node]}; log stderr all; protocol device {{}}\n"
            f"protocol static {{ ipv4; {routes} }}\n{protocols}\n"
            f"protocol bgp upstream {{ local {NODES[node]} port {port} as {asn};\n"
            f"  neighbor {router} as 65000; {distance};\n"
            f"  {options} connect delay time 1; connect retry time 2; error wait time 1, 2; hold time 9;\n"
            f"  ipv4 {{ import all; export where source = RTS_STATIC; }}; }}\n"
        )
        control = self.socket(node, name)
        log = self.directory / f"{node}-{name}.log"
        return self.spaces[node].start(self.bird, "-f", "-c", config, "-s", control, log=log)

    def socket(self, node: str, name: str) -> Path:
        """The control socket of a node's speaker."""
        return self.directory / f"{node}-{name}.ctl"

    @contextmanager
    def other_metallb(self, node: str, options: str, protocols: str = "") -> Iterator[subprocess.Popen[bytes]]:
        """The node's MetalLB with something else configured, for a while."""
        control = BirdControl(self.socket(node, "metallb"))
        control.ask("down")
        assert eventually(control.is_alive, False) is False  # it takes its socket along
        speaker = self.metallb(node, options, protocols)
        try:
            assert eventually(control.is_alive, True)
            yield speaker
        finally:
            speaker.kill()
            speaker.wait()
            self.metallb(node)
            assert eventually(control.is_alive, True)

    @contextmanager
    def rival(self, node: str) -> Iterator[None]:
        """Calico at the address that the node's MetalLB already peers with, for a while."""
        speaker = self.speak(node, "rival", 65002, "10.0.0.254", "direct", [BLOCKS[node]], port=1791)
        try:
            yield
        finally:
            speaker.kill()
            speaker.wait()

    def said(self, node: str, name: str, question: str) -> str:
        """What a node's speaker answers at its own prompt."""
        return BirdControl(self.socket(node, name)).ask(question).text

    def learned(self, node: str, name: str) -> list[str]:
        """The prefixes that a node's speaker has from the router."""
        answer = self.said(node, name, "show route protocol upstream")
        return sorted(line.split()[0] for line in answer.splitlines() if "/" in line.split(" ")[0])

    def answers(self, role: str, address: str, source: str | None = None) -> bool:
        """Whether an ICMP echo from a namespace is answered within a second."""
        return self.spaces[role].call(_echo, address, source)

    def remove(self) -> None:
        """Nothing is left."""
        for space in self.spaces.values():
            space.remove()

    def _cable(self, one: str, link: str, other: str, other_link: str) -> None:
        self.spaces[one].run("ip", "link", "add", link, "type", "veth", "peer", "name", "far")
        self.spaces[one].run("ip", "link", "set", "far", "netns", self.spaces[other].name, "name", other_link)
        for role, name in ((one, link), (other, other_link)):
            self.spaces[role].run("ip", "link", "set", name, "up")

    def _wire(self, role: str, link: str) -> None:
        self._cable(role, link, "switch", role)
        self.spaces["switch"].run("ip", "link", "set", role, "master", "br0")

    def _address(self, role: str, address: str, gateway: str) -> None:
        self.spaces[role].run("ip", "address", "add", address, "dev", "eth0")
        self.spaces[role].run("ip", "route", "add", "default", "via", gateway)


@contextmanager
def fabric(bird: Path, directory: Path) -> Iterator[Fabric]:
    """The network, gone afterwards whatever happened."""
    made = Fabric(f"dp{os.getpid()}", bird, directory)
    try:
        made.build()
        yield made
    finally:
        made.remove()


def run(*command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command where the calling thread is."""
    return subprocess.run(command, check=check, capture_output=True, text=True, timeout=60)


def _echo(address: str, source: str | None) -> bool:
    request = bytes([8, 0, 0xF7, 0xFE, 0, 1, 0, 0])  # echo, checksum of exactly this
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as raw:
        raw.settimeout(1)
        if source:
            raw.bind((source, 0))
        try:
            raw.sendto(request, (address, 0))
            while True:
                packet, sender = raw.recvfrom(1500)
                if packet[20] == 0 and sender[0] == address:
                    return True
        except OSError:
            return False


def _enter(name: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    with Path(f"/run/netns/{name}").open() as space:
        if libc.setns(space.fileno(), _CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")
