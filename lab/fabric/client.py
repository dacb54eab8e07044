"""The client behind the router: a real sshd with logins of root by key only, so that checks can run curl and ping."""

import os
from pathlib import Path

import asyncssh

from lab.fabric import known_hosts, mounts
from lab.fabric.fabric import Fabric
from lab.fabric.topology import CLIENT
from lab.fabric.wait import wait_for
from toolchain import part

NAME = f"{CLIENT}.sshd"
PORT = 10023

SSHD_CONFIG = """Port 22
ListenAddress 127.0.0.1
HostKey /etc/ssh/host_key
AuthorizedKeysFile /etc/ssh/authorized_keys
AllowUsers root
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
AllowTcpForwarding no
X11Forwarding no
PidFile none
UseDNS no
PrintMotd no
LogLevel ERROR
"""

# sshd refuses to run without its own user, which a machine without sshd installed lacks;
# root's shadow entry is `*`, for without PAM a `!` would count as a locked account.
PASSWD = (
    "root:x:0:0:root:/:/bin/sh\nsshd:x:74:65534:sshd:/run/sshd:/usr/sbin/nologin\nnobody:x:65534:65534::/:/bin/false\n"
)
SHADOW = "root:*:19000:0:99999:7:::\nsshd:!:19000::::::\nnobody:!:19000::::::\n"


def start(fabric: Fabric) -> None:
    """Start the client's sshd: root can log in with `.lab/client_key` at 127.0.0.1:10023."""
    host_key = _keys(fabric)
    folder = fabric.places.host(CLIENT)
    _write(folder / "passwd", PASSWD, 0o644)
    _write(folder / "shadow", SHADOW, 0o600)
    folders = ("/etc/ssh", "/run/sshd")
    mounts.prepare(fabric.places, CLIENT, folders)
    binds = [(fabric.own(CLIENT, path), path) for path in folders]
    fabric.own_binds(CLIENT, [*binds, (folder / "passwd", "/etc/passwd"), (folder / "shadow", "/etc/shadow")])
    path = f"PATH={part('ping').parent}:/usr/local/bin:/usr/bin:/bin"
    argv = [str(part("sshd")), "-D", "-e", "-f", "/etc/ssh/sshd_config", "-o", f"SetEnv={path}"]
    process = fabric.start(NAME, CLIENT, argv)
    wait_for(
        "sshd to listen", lambda: _closed(fabric), seconds=15, who=CLIENT, process=process, log=fabric.places.log(NAME)
    )
    known_hosts.add(fabric.places, PORT, host_key)
    fabric.forward(f"{CLIENT}.port", PORT, CLIENT, "127.0.0.1:22")


def _keys(fabric: Fabric) -> str:
    """Write both keys and sshd's configuration, and return the client's public host key."""
    ssh = fabric.own(CLIENT, "/etc/ssh")
    ssh.mkdir(mode=0o755, parents=True, exist_ok=True)
    fabric.own(CLIENT, "/run/sshd").mkdir(mode=0o755, parents=True, exist_ok=True)
    for path in (ssh / "host_key", fabric.places.client_key):
        if not path.exists():
            _write(path, asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode(), 0o600)
    login = asyncssh.read_private_key(str(fabric.places.client_key)).export_public_key().decode()
    _write(ssh / "authorized_keys", login, 0o600)
    _write(ssh / "sshd_config", SSHD_CONFIG, 0o600)
    return asyncssh.read_private_key(str(ssh / "host_key")).export_public_key().decode()


def _closed(fabric: Fabric) -> str | None:
    return None if ":22 " in fabric.run_in(CLIENT, ["ss", "-Hltn"]) else "no listener on port 22"


def _write(path: Path, text: str, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
