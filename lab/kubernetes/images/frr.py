"""Debian's FRR under the name that MetalLB's chart asks for, laid out as the published image is.

The chart's pods call /sbin/tini, /usr/lib/frr/docker-start and vtysh; MetalLB's reloader, a script for bash, calls
flock and /usr/lib/frr/frr-reload.py, which is Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lab.kubernetes.images.archive import Image
from lab.kubernetes.images.debian import files_of, packaged
from lab.kubernetes.images.layer import Entry

FRR_IMAGE = "quay.io/frrouting/frr:9.1.0"
DAEMONS = ("bfdd", "bgpd", "staticd", "watchfrr", "zebra")
PROGRAMS = (
    *(f"usr/lib/frr/{name}" for name in (*DAEMONS, "frrcommon.sh", "watchfrr.sh", "frr-reload.py")),
    *("usr/bin/vtysh", "usr/bin/flock", "usr/bin/python3", "usr/bin/python3.11", "bin/bash"),
)
APPLETS = (
    *("cat", "chmod", "chown", "cp", "date", "dirname", "env", "grep", "id", "ip", "kill", "ls", "mkdir", "mv"),
    *("ps", "rm", "sed", "sleep", "tail", "touch", "tr"),
)
# Character set converters, and modules that FRR and Python load only on request.
UNUSED_LIBRARIES = ("gconv", "audit", "modules", "lib-dynload")
UNUSED_MODULES = ("distutils", "lib2to3", "pydoc_data")

# Source: https://github.com/FRRouting/frr/blob/frr-9.1/docker/alpine/docker-start
DOCKER_START = """\
#!/bin/bash
source /usr/lib/frr/frrcommon.sh
/usr/lib/frr/watchfrr $(daemon_list)
"""
# The chart's first container runs as user 100 and group 101, so that FRR finds files of its own.
PASSWD = "root:x:0:0:root:/root:/bin/sh\nfrr:x:100:101:frr:/nonexistent:/bin/false\n"
GROUP = "root:x:0:\nfrr:x:101:\nfrrvty:x:102:frr\n"
PAM = "auth sufficient pam_permit.so\naccount sufficient pam_permit.so\n"


def _packaged(root: Path) -> Iterator[Entry]:
    """FRR, bash, Python and their libraries, without the daemons that the chart does not start."""
    wanted = [
        *(root / path for path in PROGRAMS),
        *files_of(root, "*.so*", UNUSED_LIBRARIES),
        *files_of(root / "usr/lib/python3.11", "*.py", UNUSED_MODULES),
    ]
    yield from packaged(root, wanted)
    yield Entry("sbin/tini", root / "usr/bin/tini-static")


def _written() -> Iterator[Entry]:
    """The further files, and the folders that FRR expects."""
    yield Entry("usr/lib/frr/docker-start", DOCKER_START.encode())
    for path, text in {"etc/passwd": PASSWD, "etc/group": GROUP, "etc/pam.d/frr": PAM}.items():
        yield Entry(path, text.encode(), mode=0o644)
    # Without lib-dynload Python warns at every start.
    for folder in ("etc/frr", "root", "usr/lib/python3.11/lib-dynload", "var/log/frr", "var/run/frr"):
        yield Entry(folder)
    for folder in ("tmp", "var/tmp"):
        yield Entry(folder, mode=0o1777)


def frr_image(root: Path, busybox: Path) -> Image:
    """The image of FRR, with the programs that the chart's pods call.

    Args:
        root: Folder with Debian's frr, bash, Python and their libraries, unpacked.
        busybox: A static busybox, for the plain commands of the scripts.
    """
    # The chart's start command, for /bin/sh, is written with bash's [[.
    links = (Entry("bin/sh", link="bash"), *(Entry(f"bin/{name}", link="busybox") for name in APPLETS))
    entries = (*_packaged(root), *_written(), Entry("bin/busybox", busybox), *links)
    return Image(FRR_IMAGE, entries, (), ("/sbin/tini", "--", "/usr/lib/frr/docker-start"))
