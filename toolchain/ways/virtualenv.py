"""Python environments: the cache's own for the stand-ins, and the project's `.venv`."""

import hashlib
import importlib.util
import shutil
import sys
import venv
from pathlib import Path

from toolchain import places
from toolchain.errors import ToolchainError
from toolchain.package import pinned
from toolchain.ways.work import Work

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


def install(work: Work) -> bool:
    """Make an environment with the distributions the package names, at the versions `requirements.txt` pins."""
    make(work.into)
    _pip(work, work.into, *pinned(work.package.table["virtualenv"]))
    return True


def project_ready() -> bool:
    """True when `.venv` was made by this Python from the requirements as they are now."""
    return _stamp().is_file() and _stamp().read_text() == _fingerprint()


def install_project(work: Work) -> bool:
    """Bring the project's `.venv` to what the two requirement files say."""
    folder = places.REPOSITORY / ".venv"
    if not (folder / "bin" / "python").exists():
        make(folder)
    _pip(work, folder, "-r", str(places.REPOSITORY / "requirements-dev.txt"))
    _stamp().write_text(_fingerprint())
    return True


def make(folder: Path) -> None:
    """Make an empty environment with pip."""
    check()
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True, symlinks=True)


def check() -> None:
    """Return when this Python can make environments.

    Raises:
        ToolchainError: it lacks the module for it, as Debian's does without python3-venv.
    """
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise ToolchainError(
            f"toolchain: module 'ensurepip' is missing in {sys.executable}: it cannot make virtual environments",
            f"apt-get install {package}, or your system's package of that kind",
        )


def _pip(work: Work, folder: Path, *what: str) -> None:
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", *what]
    work.run(command, "installing with pip")


def _stamp() -> Path:
    return places.REPOSITORY / ".venv" / ".made-from"


def _fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in REQUIREMENTS:
        digest.update((places.REPOSITORY / name).read_bytes())
    return digest.hexdigest()
