"""This machine's processor, operating system and disk space."""

import platform
import shutil
import sys
from pathlib import Path

from toolchain.errors import ToolchainError

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def arch() -> str:
    """The processor's name for Go and Debian."""
    return ARCHITECTURES.get(platform.machine(), platform.machine())


def check(system: str = sys.platform, processor: str | None = None) -> None:
    """Check that the parts can run here.

    Raises:
        ToolchainError: another operating system or processor.
    """
    processor = processor or platform.machine()
    if system != "linux":
        raise ToolchainError(
            f"toolchain: operating system '{system}': the lab needs Linux namespaces",
            "use a Linux machine or virtual machine, preferably Debian 12",
        )
    if processor not in ARCHITECTURES:
        raise ToolchainError(
            f"toolchain: processor '{processor}': parts are pinned for {' and '.join(ARCHITECTURES)} only",
            "use an x86-64 or 64-bit ARM machine",
        )


def is_debian_12(os_release: Path = Path("/etc/os-release")) -> bool:
    """Whether the system is Debian 12, whose packages fit its libraries."""
    text = os_release.read_text() if os_release.exists() else ""
    lines = text.replace('"', "").splitlines()
    return "ID=debian" in lines and "VERSION_ID=12" in lines


def free_gb(folder: Path) -> float:
    """The free space in GB on the folder's file system; the folder need not exist."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free / 1e9
