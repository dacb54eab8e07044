"""The machine that the figures come from, and how busy it was."""

import os
import platform
from importlib.metadata import version
from pathlib import Path


def described() -> str:
    """One sentence."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, paramiko {version('paramiko')}; "
        f"load when the results were written: {os.getloadavg()[2]:.1f} over 15 minutes"
    )


def is_busy() -> bool:
    """Whether others used the machine, too: one contender at a time has hardly more than one core's work."""
    return os.getloadavg()[2] > 1.5


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
