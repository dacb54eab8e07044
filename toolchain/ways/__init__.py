"""The ways to install a package, by their names in `versions.toml`."""

from collections.abc import Callable, Mapping

from toolchain.ways import assemble, build, debian, disk_image, download, found, installed, virtualenv
from toolchain.ways.work import Work

Way = Callable[[Work], bool]
"""Fills the work's folder and returns True, or returns False where this way is not available."""

WAYS: Mapping[str, tuple[str, Way]] = {
    "found": ("looking on this machine", found.install),
    "download": ("downloading", download.install),
    "build": ("building from Go modules", build.install),
    "debian": ("unpacking Debian packages", debian.install),
    "disk-image": ("building from Debian packages", disk_image.install),
    "installed": ("looking on this machine", installed.install),
    "stand-in": ("writing our stand-in", assemble.stand_in),
    "engine-folder": ("putting together", assemble.engine_folder),
    "plugins": ("putting together", assemble.plugins),
    "virtualenv": ("installing with pip", virtualenv.install),
}
