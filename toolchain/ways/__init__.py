"""The ways to have a package, by the names `versions.toml` uses."""

from collections.abc import Callable, Mapping

from toolchain.ways import assemble, build, debian, download, found, installed, virtualenv
from toolchain.ways.work import Work

Way = Callable[[Work], bool]
"""Fills the work's folder and says True, or says False where this way is not open here."""

WAYS: Mapping[str, tuple[str, Way]] = {
    "found": ("looking on this machine", found.install),
    "download": ("downloading", download.install),
    "build": ("building from Go modules", build.install),
    "debian": ("unpacking Debian packages", debian.install),
    "installed": ("looking on this machine", installed.install),
    "stand-in": ("writing our stand-in", assemble.stand_in),
    "engine-folder": ("putting together", assemble.engine_folder),
    "plugins": ("putting together", assemble.plugins),
    "virtualenv": ("installing with pip", virtualenv.install),
}
