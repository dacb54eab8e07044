"""Installation of packages into the cache: one process at a time, each package completely or not at all."""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from toolchain import places
from toolchain.errors import ToolchainError
from toolchain.package import Package
from toolchain.progress import Progress, size_of
from toolchain.ways import WAYS, download
from toolchain.ways.work import Work


def ready(package: Package) -> bool:
    """Whether every part of the package is installed."""
    return all((package.folder / path).exists() for path in package.parts.values())


def install(package: Package, progress: Progress) -> None:
    """Install the package into its folder, with the first available way.

    The complete folder is renamed into place, so that an interrupted installation leaves no incomplete one.

    Raises:
        ToolchainError: no way is available, or one failed.
    """
    with _work(package) as work:
        for way in package.ways:
            words, fill = WAYS[way]
            if _is_shown(way, package):
                progress.doing(words)
            if fill(work):
                _check_complete(work)
                _publish(work.into, package.folder)
                return
            _empty(work.into)
            _empty(work.scratch)
    raise ToolchainError(f"{package.title}: none of the ways is available here: {', '.join(package.ways)}")


def size(package: Package) -> int:
    """The size of the installed package in bytes."""
    return size_of(package.folder)


def _is_shown(way: str, package: Package) -> bool:
    """Whether progress shows the way: not a search, which is quick, and not a download without internet."""
    return way != "found" and (way != "download" or download.is_open(package))


def _check_complete(work: Work) -> None:
    """Check that every part is there: a publisher may have moved or renamed a file."""
    lacking = [name for name, path in work.package.parts.items() if not (work.into / path).exists()]
    if lacking:
        raise ToolchainError(f"{work.package.title}: part '{lacking[0]}' is not in it", f"see {work.log}")


@contextmanager
def _work(package: Package) -> Iterator[Work]:
    base = places.cache() / "tmp" / package.name
    shutil.rmtree(base, ignore_errors=True)
    places.log(package.name).unlink(missing_ok=True)
    work = Work(package, base / "into", base / "scratch")
    work.into.mkdir(parents=True)
    work.scratch.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _publish(folder: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    folder.rename(target)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


@contextmanager
def one_at_a_time(out: TextIO = sys.stderr) -> Iterator[None]:
    """Hold the cache's lock; print a line and wait while another setup has it."""
    places.cache().mkdir(parents=True, exist_ok=True)
    with (places.cache() / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            out.write(f"another setup is running (process {lock.read().strip() or 'unknown'}): waiting for it\n")
            out.flush()
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield
