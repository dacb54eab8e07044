"""Python environments, each from a lock: the project's `.venv`, and in the cache those of tools and stand-ins."""

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

# Contains requirements.txt.
LOCK = "requirements-dev.txt"


def install(work: Work) -> bool:
    """Create an environment with the distributions of the package's lock."""
    make(work.into)
    install_lock(work, work.into, places.REPOSITORY / work.package.table["lock"])
    return True


def project_ready() -> bool:
    """Whether `.venv` was created by this Python from the current lock."""
    return _stamp().is_file() and _stamp().read_text() == _fingerprint()


def install_project(work: Work) -> bool:
    """Install the distributions of the project's lock into `.venv`."""
    folder = places.REPOSITORY / ".venv"
    if not (folder / "bin" / "python").exists():
        make(folder)
    install_lock(work, folder, places.REPOSITORY / LOCK)
    _stamp().write_text(_fingerprint())
    return True


def for_lock(name: str, lock: Path) -> Path:
    """The interpreter of an environment with the lock's distributions, created once for each content of the lock.

    Args:
        name: The name of its folder in the cache.
        lock: A requirements file with exact versions and hashes.

    Raises:
        ToolchainError: pip failed, or a file's hash is not in the lock.
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
    """The folder of the environment that this Python creates from the current lock."""
    key = hashlib.sha256(sys.version.encode() + lock.read_bytes()).hexdigest()[:8]
    return places.cache() / "environments" / f"{name}-{key}"


def make(folder: Path) -> None:
    """Create an environment with only pip."""
    check()
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True, symlinks=True)


def check() -> None:
    """Check that this Python can create environments.

    Raises:
        ToolchainError: it does not have the module, such as Debian's without python3-venv.
    """
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise ToolchainError(
            f"toolchain: module 'ensurepip' is missing in {sys.executable}: it cannot make virtual environments",
            f"apt-get install {package}, or your system's package of that kind",
        )


def install_lock(work: Work, folder: Path, lock: Path) -> None:
    """Install the lock's distributions; pip refuses files whose hash is not in the lock.

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
