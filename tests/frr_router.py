"""A real FRR router in namespaces of its own: what product code is tried against over real SSH; needs root.

FRR and sshd are Debian's, from the toolchain's parts, without a virtual machine. It needs no VRF devices of the kernel:
FRR accepts VRFs without them, and `links` says what the router's `ip` prints. Every process of it ends with process 1
of its process namespace, whose id is recorded.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import asyncssh

from platforms.frr.cli.session import Session, connect
from tests.eventually import eventually
from toolchain.parts import part
from transport.endpoint import Endpoint

PASSWORD = "lab"
# PASSWORD by `openssl passwd -6 -salt labrouter`.
_HASH = "$6$labrouter$DK.XZEYE70Vyi7onQmmI/va3dcrA4gOONYQyRjGK3MZK4Ye787uysET9rJKilz9tHSkZivLkGIKxlkTtSdLf/."
ADMIN = "admin"
OTHER_ADMIN = "operator"
# A user who is not in FRR's group.
GUEST = "guest"
_NAME = "frr"
_FRR_ID, _VTY_ID = 101, 102
_PASSWD = f"""\
root:x:0:0:root:/:/bin/sh
sshd:x:74:65534:sshd:/run/sshd:/bin/false
frr:x:{_FRR_ID}:{_FRR_ID}::/:/bin/false
{ADMIN}:x:1000:1000::/home:/bin/sh
{OTHER_ADMIN}:x:1001:1001::/home:/bin/sh
{GUEST}:x:1002:1002::/home:/bin/sh
"""
_GROUP = f"""\
root:x:0:
frr:x:{_FRR_ID}:
frrvty:x:{_VTY_ID}:frr,{ADMIN},{OTHER_ADMIN}
{ADMIN}:x:1000:
{OTHER_ADMIN}:x:1001:
{GUEST}:x:1002:
nogroup:x:65534:
"""
_SSHD = """\
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host_key
UsePAM no
PermitRootLogin yes
PidFile none
ChrootDirectory /mnt
"""
STARTUP = "service integrated-vtysh-config\n"
# Read by watchfrr's script when it starts a daemon again.
_DAEMONS = "bgpd=yes\nbfdd=yes\nvtysh_enable=yes\n"


@dataclass
class FrrRouter:
    """One FRR router.

    Attributes:
        folder: Its files; `frr` in it is its /etc/frr.
        port: Of its SSH server on 127.0.0.1.
        host_key: Its public key.
    """

    folder: Path
    port: int
    host_key: str
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _harmed: bool = False

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
        parts = [str(part("frr-root")), str(part("busybox")), str(part("sshd"))]
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
        self._harmed = False

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
        self._harmed = True
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

    def running(self) -> str:
        """Its running configuration, without the header."""
        return self.run("vtysh", "-c", "show running-config").partition("Current configuration:\n!\n")[2]

    def configure(self, text: str) -> None:
        """Send lines, all of which are accepted."""
        assert self.run("vtysh", "-f", "/dev/stdin", stdin=text) == ""

    def reset(self) -> None:
        """Remove all that a test configures, and end its processes; after a daemon's death by a reboot."""
        if self._harmed:
            self.reboot()
        self.end("^sleep |bgp-coexist-")
        lines = self.running().splitlines()
        instances = [f"no {line}" for line in lines if line.startswith("router bgp ")]
        # The default instance goes last.
        instances.sort(key=lambda line: "vrf" not in line)
        lists = {" ".join(line.split()[:3]) for line in lines if line.startswith("ip prefix-list ")}
        self.configure("\n".join([*instances, *(f"no {name}" for name in sorted(lists)), ""]))
        self.run("sh", "-c", "rm -rf /tmp/*")


@contextmanager
def frr_router(
    folder: Path, startup: str = STARTUP, links: Sequence[dict[str, Any]] | None = None
) -> Iterator[FrrRouter]:
    """An FRR router, alive within the `with` block.

    Args:
        folder: Where its files may lie.
        startup: The configuration it boots with.
        links: The interfaces that its `ip -json address show` prints; None: it has no `ip`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    key = asyncssh.generate_private_key("ssh-ed25519")
    (folder / "host_key").write_bytes(key.export_private_key())
    (folder / "host_key").chmod(0o600)
    users = [line.partition(":")[0] for line in _PASSWD.splitlines()]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    texts = {
        "passwd": _PASSWD,
        "group": _GROUP,
        "shadow": "".join(f"{user}:{_HASH}:19000:0:99999:7:::\n" for user in users),
        "sshd_config": _SSHD.format(port=port, folder=folder),
    }
    if links is not None:
        texts["ip"] = f"#!/bin/sh\ncat <<'END'\n{json.dumps(links)}\nEND\n"
    for name, text in texts.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755 if name == "ip" else 0o644)
    _write_configuration(folder / "frr", startup)
    router = FrrRouter(folder, port, " ".join(key.export_public_key().decode().split()[:2]))
    try:
        router.start()
        yield router
    finally:
        router.stop()


def _write_configuration(folder: Path, startup: str) -> None:
    """FRR's folder with the owners and modes of Debian's package."""
    folder.mkdir()
    files = (("frr.conf", startup, _FRR_ID), ("vtysh.conf", STARTUP, _VTY_ID), ("daemons", _DAEMONS, _FRR_ID))
    for name, text, group in files:
        (folder / name).write_text(text)
        (folder / name).chmod(0o640)
        shutil.chown(folder / name, _FRR_ID, group)
    shutil.chown(folder, _FRR_ID, _FRR_ID)
