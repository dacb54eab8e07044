"""Calico's programs under the names by which they and people call each other, in one folder for the PATH."""

from __future__ import annotations

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
    # confd calls runit's `sv hup bird` after it wrote a configuration; runit sends the service a SIGHUP.
    "sv": '#!/bin/sh\n[ "$1 $2" = "hup bird" ] && exec kill -HUP "$(cat /run/calico/bird.pid)"\n',
    # felix works with nftables, yet first asks which kind of iptables the node has rules of: of none.
    **dict.fromkeys(("iptables-save", "iptables-restore", "ip6tables-save", "ip6tables-restore"), "#!/bin/sh\n"),
}


def folder(places: Places) -> Path:
    """Where the names lie; every node of the lab shares them."""
    return places.root / "calico" / "bin"


def tools(places: Places) -> Path:
    """The folder, with all the names in it; to be put first in the PATH.

    Raises:
        toolchain.ToolchainError: A part is not there yet.
    """
    names = folder(places)
    names.mkdir(parents=True, exist_ok=True)
    for name, known in PROGRAMS.items():
        (names / name).unlink(missing_ok=True)
        (names / name).symlink_to(part(known))
    for name, text in SCRIPTS.items():
        (names / name).write_text(text)
        (names / name).chmod(0o755)
    return names
