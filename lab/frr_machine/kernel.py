"""The command of FRR's machine: user-mode Linux, a Linux kernel that is an ordinary process."""

from pathlib import Path

from lab.frr_machine.links import LINKS, MANAGEMENT
from toolchain import part

MEMORY_MEGABYTES = 192


def command(folder: Path, token: str) -> list[str]:
    """The kernel's command with its files in one folder; `token` tells this start from earlier ones in the log."""
    # The same addresses at every start: neighbors keep them in their ARP tables.
    ports = [
        f"vec{number}:transport=raw,ifname={link},depth=128,mac=02:00:00:00:00:{number:02}"
        for number, link in enumerate(LINKS, 1)
    ]
    return [
        str(part("frr-machine-kernel")),
        f"mem={MEMORY_MEGABYTES}M",
        "umid=frr",
        f"uml_dir={folder}",
        f"ubd0={folder / 'disk'},{part('frr-machine-image')}",
        f"ubd1r={folder / 'settings'}",
        "root=/dev/ubda",
        "rw",
        "init=/usr/bin/init",
        "loglevel=4",
        # A kernel that restarts in the same process cannot open its tap again.
        "noreboot",
        f"vec0:transport=tap,ifname={MANAGEMENT},depth=128",
        *ports,
        "con=null",
        "con0=null,fd:1",
        "ssl=null",
        f"token={token}",
    ]
