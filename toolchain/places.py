"""The folders: this clone, and the cache that all clones share."""

import os
from pathlib import Path

TOOLCHAIN = Path(__file__).resolve().parent
REPOSITORY = TOOLCHAIN.parent


def cache() -> Path:
    """The folder of built and unpacked parts: `$BGP_COEXIST_CACHE`, else below the user's cache folder."""
    named = os.environ.get("BGP_COEXIST_CACHE")
    if named:
        return Path(named).absolute()
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base).absolute() / "bgp-coexist"


def log(name: str) -> Path:
    """The log of the last installation of a package."""
    return cache() / "logs" / f"{name}.log"
