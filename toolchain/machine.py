"""What kind of machine this is."""

import platform
import shutil
import sys
from pathlib import Path

from toolchain.errors import ToolchainError

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def arch() -> str:
    """The processor, as Go and Debian call it."""
    return ARCHITECTURES.get(platform.machine(), platform.machine())


def check(system: str = sys.platform, processor: str | None = None) -> None:
    """Return when the parts can run here.

    Raises:
        ToolchainError: another operating system or processor.
    """
    processor = processor or platform.machine()
    if system != "linux":
        raise ToolchainError(
            f"toolchain: operating system '{system}': the lab needs Linux namespaces",
            "use a Linux machine or virtual machine, Debian 12 for choice",
        )
    if processor not in ARCHITECTURES:
        raise ToolchainError(
            f"toolchain: processor '{processor}': parts are pinned for {' and '.join(ARCHITECTURES)} only",
            "use an x86-64 or 64-bit ARM machine",
        )


def is_debian_12(os_release: Path = Path("/etc/os-release")) -> bool:
    """True where Debian 12's packages fit the system's libraries."""
    text = os_release.read_text() if os_release.exists() else ""
    lines = text.replace('"', "").splitlines()
    return "ID=debian" in lines and "VERSION_ID=12" in lines


def free_gb(folder: Path) -> float:
    """Free space on the file system that the folder is or will be on, in GB."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free / 1e9
