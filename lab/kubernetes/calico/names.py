"""A folder for the PATH with Calico's programs under the names that they and users call."""

from __future__ import annotations

import os
from pathlib import Path

from lab.fabric.places import Places
from toolchain import part

# Calico's name for a program, and the toolchain's.
PROGRAMS = {
    "calico-node": "calico-node",
    "calicoctl": "calicoctl",
    "kubectl": "kubectl",
    "bird": "calico-bird",
    "bird6": "calico-bird6",
    "birdc": "calico-birdcl",
    "ipset": "ipset",
    "nft": "nft",
    "conntrack": "conntrack",
}

SCRIPTS = {
    # confd calls runit's `sv hup bird` after it wrote a configuration, and runit sends a SIGHUP. BIRD loses one that
    # arrives while it still reads the file for the previous one; its command `configure` waits.
    "sv": '#!/bin/sh\n[ "$1 $2" = "hup bird" ] && exec birdc -s /run/calico/bird.ctl configure\n',
    # felix uses nftables, but first looks for rules of iptables: there are none.
    **dict.fromkeys(("iptables-save", "iptables-restore", "ip6tables-save", "ip6tables-restore"), "#!/bin/sh\n"),
}


def folder(places: Places) -> Path:
    """The folder of the names, which all nodes share."""
    return places.root / "calico" / "bin"


def tools(places: Places) -> Path:
    """The folder with all names, for the begin of the PATH.

    Each name is replaced at once: confd may call it at any time, and does not retry.

    Raises:
        toolchain.ToolchainError: A part is not installed.
    """
    names = folder(places)
    names.mkdir(parents=True, exist_ok=True)
    for name, known in PROGRAMS.items():
        _link(names / name, part(known))
    for name, text in SCRIPTS.items():
        _script(names / name, text)
    return names


def _link(path: Path, target: Path) -> None:
    if path.is_symlink() and path.readlink() == target:
        return
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.symlink_to(target)
    new.replace(path)


def _script(path: Path, text: str) -> None:
    if path.is_file() and path.read_text() == text:
        return
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(text)
    new.chmod(0o755)
    new.replace(path)
