"""A real FRR router in namespaces of its own: what product code is tried against over real SSH; needs root.

FRR and sshd are Debian's, from the toolchain's parts, without a virtual machine. It needs no VRF devices of the kernel:
FRR accepts VRFs without them, and `links` says what the router's `ip` prints. Every process of it ends with process 1
of its process namespace, whose id is recorded.
"""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import asyncssh

from platforms.frr.cli.session import Session, connect
from tests.eventually import eventually
from tests.frr_files import ADMIN, PASSWORD, STARTUP, write_frr, write_layer, write_users
from toolchain.parts import part
from transport.endpoint import Endpoint

_NAME = "frr"


@dataclass
class FrrRouter:
    """One FRR router.

    Attributes:
        folder: Its files; `frr` in it is its /etc/frr.
        port: Of its SSH server on 127.0.0.1.
        host_key: Its public key.
        harmed: Whether a daemon of it was killed since it started.
    """

    folder: Path
    port: int
    host_key: str
    harmed: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def endpoint(self) -> Endpoint:
        """How its administrator reaches it; a confirmation is waited for one minute."""
        return Endpoint(
            _NAME,
            "127.0.0.1",
            ADMIN,
            self.port,
            host_key=self.host_key,
            answer_seconds=10,
            commit_confirm_minutes=1,
            platform=_NAME,
        )

    def connect(self, username: str = ADMIN) -> Session:
        """A session of one of its users."""
        return connect(replace(self.endpoint, username=username), PASSWORD)

    def start(self) -> None:
        """Start it with its saved configuration, and wait until it admits users."""
        parts = [str(part("frr-root")), str(part("sshd"))]
        unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [*unshare, "sh", str(Path(__file__).with_suffix(".sh")), str(self.folder), *parts],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        assert eventually(self._listens, True, seconds=90), (self.folder / "log").read_text()

    def _listens(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self.folder / "log").read_text()
        return "Server listening" in (self.folder / "log").read_text()

    def stop(self) -> None:
        """End all its processes at once, as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def reboot(self) -> None:
        """End all its processes at once and start it again; only its saved configuration is left."""
        self.stop()
        self.start()
        self.harmed = False

    @property
    def _first(self) -> int:
        """The process id of process 1 of its process namespace."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text()
        return int(children.split()[0])

    @property
    def root(self) -> Path:
        """Its file system as this machine sees it."""
        return Path(f"/proc/{self._first}/root/mnt")

    def run(self, *words: str, stdin: str = "") -> str:
        """The output of a command on it as root, past SSH; errors included."""
        inside = ["nsenter", f"--target={self._first}", "--mount", "--pid", "chroot", "/mnt"]
        done = subprocess.run(
            [*inside, *words], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        return done.stdout

    def kill(self, daemon: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to one of its daemons; watchfrr starts it again, but a second time only after a minute."""
        self.harmed = True
        os.kill(next(pid for pid, words in self.processes() if words[0] == f"/usr/lib/frr/{daemon}"), number)

    def end(self, pattern: str) -> None:
        """End its processes whose arguments match a pattern."""
        for pid, words in self.processes():
            if re.search(pattern, " ".join(words)):
                os.kill(pid, signal.SIGKILL)

    def processes(self) -> Iterator[tuple[int, list[str]]]:
        """Its processes by their ids on this machine, with their arguments."""
        own = os.readlink(f"/proc/{self._first}/ns/pid")
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if os.readlink(entry / "ns/pid") == own:
                        yield int(entry.name), (entry / "cmdline").read_text().split("\0")
                except OSError:  # it has ended
                    continue

    def runs(self, word: str) -> bool:
        """Whether one of its processes has this argument."""
        for entry in (self.root / "proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):  # it has ended
                if word in entry.read_text().split("\0"):
                    return True
        return False

    def running(self) -> str:
        """Its running configuration, without the header."""
        return self.run("vtysh", "-c", "show running-config").partition("Current configuration:\n!\n")[2]

    def configure(self, text: str) -> None:
        """Send lines, all of which are accepted."""
        assert self.run("vtysh", "-f", "/dev/stdin", stdin=text) == ""

    def reset(self) -> None:
        """Remove all that a test configures, and end its processes; after a daemon's death by a reboot."""
        if self.harmed:
            self.reboot()
        self.end("^sleep |bgp-coexist-")
        self.configure("\n".join([*removal(self.running()), ""]))
        self.run("sh", "-c", "rm -rf /tmp/*")


def removal(printed: str) -> list[str]:
    """The lines that remove all BGP instances and prefix lists of a configuration; the default instance goes last."""
    lines = printed.splitlines()
    instances = [f"no {line}" for line in lines if line.startswith("router bgp ")]
    lists = {"no " + " ".join(line.split()[:3]) for line in lines if line.startswith("ip prefix-list ")}
    return sorted(instances, key=lambda line: "vrf" not in line) + sorted(lists)


@contextmanager
def frr_router(
    folder: Path,
    startup: str = STARTUP,
    links: Sequence[dict[str, Any]] | None = None,
    programs: Mapping[str, bytes] | None = None,
) -> Iterator[FrrRouter]:
    """An FRR router, alive within the `with` block.

    Args:
        folder: Where its files may lie.
        startup: The configuration it boots with.
        links: The interfaces that its `ip -json address show` prints; None: it has no `ip`.
        programs: Further programs, and those in place of Debian's: their contents by their paths without the first "/".
    """
    folder.mkdir(parents=True, exist_ok=True)
    key = asyncssh.generate_private_key("ssh-ed25519")
    (folder / "host_key").write_bytes(key.export_private_key())
    (folder / "host_key").chmod(0o600)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    write_users(folder, port)
    write_layer(folder / "layer", links, programs or {})
    write_frr(folder / "frr", startup)
    router = FrrRouter(folder, port, " ".join(key.export_public_key().decode().split()[:2]))
    try:
        router.start()
        yield router
    finally:
        router.stop()
