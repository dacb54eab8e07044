"""Python environments, each from a lock: the project's `.venv`, and in the cache those of tools, stand-ins, tests."""

import fcntl
import hashlib
import importlib.util
import shutil
import sys
import venv
from pathlib import Path

from toolchain import places
from toolchain.errors import ToolchainError
from toolchain.package import Package
from toolchain.ways.work import Work

# Holds what requirements.txt has as well.
LOCK = "requirements-dev.txt"


def install(work: Work) -> bool:
    """Make an environment with the distributions of the package's lock."""
    make(work.into)
    install_lock(work, work.into, places.REPOSITORY / work.package.table["lock"])
    return True


def project_ready() -> bool:
    """True when `.venv` was made by this Python from the lock as it is now."""
    return _stamp().is_file() and _stamp().read_text() == _fingerprint()


def install_project(work: Work) -> bool:
    """Bring the project's `.venv` to what the lock of the program and its tests has."""
    folder = places.REPOSITORY / ".venv"
    if not (folder / "bin" / "python").exists():
        make(folder)
    install_lock(work, folder, places.REPOSITORY / LOCK)
    _stamp().write_text(_fingerprint())
    return True


def for_lock(name: str, lock: Path) -> Path:
    """The interpreter of an environment with the lock's distributions; made once for each content of the lock.

    Args:
        name: What the environment is for; its folder in the cache is called so.
        lock: A requirements file with exact versions and hashes.

    Raises:
        ToolchainError: pip failed, or got a file whose hash the lock does not have.
    """
    folder = folder_of(name, lock)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            make(folder)
            install_lock(Work(Package(name, "1", "engine", (), {}, {}), folder, folder), folder, lock)
            (folder / "complete").touch()
    return folder / "bin" / "python"


def folder_of(name: str, lock: Path) -> Path:
    """Where the environment lies that this Python makes from the lock as it is now."""
    key = hashlib.sha256(sys.version.encode() + lock.read_bytes()).hexdigest()[:8]
    return places.cache() / "environments" / f"{name}-{key}"


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


def install_lock(work: Work, folder: Path, lock: Path) -> None:
    """The environment has what the lock names; pip takes no file whose hash the lock does not have.

    Raises:
        ToolchainError: pip failed, or refused a file.
    """
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    try:
        work.run([*pip, "--require-hashes", "--requirement", str(lock)], "installing with pip")
    except ToolchainError as error:
        if "DO NOT MATCH THE HASHES" not in work.log.read_text():
            raise
        what = f"{work.package.title}: refused: the package index has a file whose hash is not in {lock.name}"
        raise ToolchainError(what, error.hint) from error


def _stamp() -> Path:
    return places.REPOSITORY / ".venv" / ".made-from"


def _fingerprint() -> str:
    return hashlib.sha256(sys.version.encode() + (places.REPOSITORY / LOCK).read_bytes()).hexdigest()
