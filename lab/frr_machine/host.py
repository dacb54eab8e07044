"""What the machine that the lab runs on must allow: ptrace, and a folder for the memory of FRR's machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from lab.errors import LabError

# Tries what user-mode Linux begins with.
TRACE_ME = "import ctypes; raise SystemExit(ctypes.CDLL(None).ptrace(0, 0, 0, 0) != 0)"
TUN = Path("/dev/net/tun")


def check() -> None:
    """Check that user-mode Linux can run here.

    Raises:
        LabError: ptrace is not allowed, or there are no tap devices.
    """
    if subprocess.run([sys.executable, "-c", TRACE_ME], capture_output=True).returncode:
        raise LabError(
            "router",
            "ptrace is not allowed here, and the kernel of FRR's machine runs by it",
            "in a container: --cap-add SYS_PTRACE; else `sysctl kernel.yama.ptrace_scope` must be below 3",
        )
    if not TUN.exists():
        raise LabError("router", f"'{TUN}' is not there, and SSH reaches FRR's machine by it", "modprobe tun")


def memory_folder(candidates: Iterable[Path], megabytes: int) -> Path:
    """The first folder whose file system runs programs and has room for the machine's memory.

    Raises:
        LabError: There is none.
    """
    candidates = list(candidates)
    for folder in candidates:
        if folder.is_dir() and _runs_programs(folder) and shutil.disk_usage(folder).free > megabytes * 1_000_000:
            return folder
    names = ", ".join(str(folder) for folder in candidates)
    what = f"none of {names} has {megabytes} MB for the machine's memory, on a file system without noexec"
    raise LabError("router", what, "mount a tmpfs without noexec on /dev/shm")


def _runs_programs(folder: Path) -> bool:
    return not os.statvfs(folder).f_flag & os.ST_NOEXEC
