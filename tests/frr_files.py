"""The files of an FRR router for tests: of its users, SSH server and FRR, and those over Debian's packages."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from toolchain.parts import part

PASSWORD = "lab"
# PASSWORD by `openssl passwd -6 -salt labrouter`.
_HASH = "$6$labrouter$DK.XZEYE70Vyi7onQmmI/va3dcrA4gOONYQyRjGK3MZK4Ye787uysET9rJKilz9tHSkZivLkGIKxlkTtSdLf/."
ADMIN = "admin"
OTHER_ADMIN = "operator"
# A user who is not in FRR's group.
GUEST = "guest"
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
_FOLDERS = ("bin", "dev", "etc/pam.d", "home", "proc", "run/frr", "usr/bin", "var", "tmp", "var/tmp")
_OPEN_FOLDERS = ("tmp", "var/tmp")


def write_users(folder: Path, port: int) -> None:
    """The users and their SSH server's configuration; its key is not written."""
    users = [line.partition(":")[0] for line in _PASSWD.splitlines()]
    _write(folder / "passwd", _PASSWD)
    _write(folder / "group", _GROUP)
    _write(folder / "shadow", "".join(f"{user}:{_HASH}:19000:0:99999:7:::\n" for user in users))
    _write(folder / "sshd_config", _SSHD.format(port=port, folder=folder))


def write_layer(layer: Path, links: Sequence[dict[str, Any]] | None, programs: Mapping[str, bytes]) -> None:
    """What lies over the root of Debian's packages: busybox's commands, its `ip`, and programs by their paths."""
    for name in _FOLDERS:
        (layer / name).mkdir(parents=True)
        (layer / name).chmod(0o1777 if name in _OPEN_FOLDERS else 0o755)
    (layer / "var/run").symlink_to("../run")
    _write_commands(layer / "bin")
    _write(layer / "etc/passwd", _PASSWD)
    _write(layer / "etc/group", _GROUP)
    _write(
        layer / "etc/pam.d/frr", "".join(f"{name} required pam_permit.so\n" for name in ("auth", "account", "session"))
    )
    if links is not None:
        _write(layer / "bin/ip", f"#!/bin/sh\ncat <<'END'\n{json.dumps(links)}\nEND\n", 0o755)
    for name, content in programs.items():
        (layer / name).parent.mkdir(parents=True, exist_ok=True)
        (layer / name).write_bytes(content)
        (layer / name).chmod(0o755)


def _write_commands(folder: Path) -> None:
    """Busybox's commands without `ip`, where Debian's packages do not have them."""
    busybox, root = part("busybox"), part("frr-root")
    shutil.copy(busybox, folder / "busybox")
    names = subprocess.run([busybox, "--list"], check=True, capture_output=True, text=True).stdout.split()
    for name in {*names} - {"ip", "busybox", "sh"}:
        if not any(os.path.lexists(root / place / name) for place in ("bin", "usr/bin")):
            (folder / name).symlink_to("busybox")
    (folder / "sh").symlink_to("bash")


def write_frr(folder: Path, startup: str) -> None:
    """FRR's folder with the owners and modes of Debian's package."""
    folder.mkdir()
    files = (("frr.conf", startup, _FRR_ID), ("vtysh.conf", STARTUP, _VTY_ID), ("daemons", _DAEMONS, _FRR_ID))
    for name, text, group in files:
        _write(folder / name, text, 0o640)
        shutil.chown(folder / name, _FRR_ID, group)
    shutil.chown(folder, _FRR_ID, _FRR_ID)


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
