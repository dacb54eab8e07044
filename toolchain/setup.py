"""`make setup`: installation of the missing packages, in order, with progress."""

import time
from typing import TextIO

from toolchain import launcher, machine, places
from toolchain.errors import ToolchainError
from toolchain.install import install, one_at_a_time, ready, size
from toolchain.needs import check_needs
from toolchain.package import USUAL, Package, packages
from toolchain.progress import Progress, megabytes
from toolchain.ways import virtualenv
from toolchain.ways.work import Work

SLACK_GB = 0.5
_PROJECT = Package("project", "1", "engine", (), {}, {}, measured=20, about="the project's .venv")


def setup(out: TextIO, only: str | None = None) -> None:
    """Install the missing packages of a group, by default those of the engine, the lab and the picture.

    Raises:
        ToolchainError: a package cannot be installed here.
    """
    began = time.monotonic()
    machine.check()
    groups = (only,) if only else USUAL
    wanted = [package for package in packages().values() if package.group in groups]
    with one_at_a_time(out):
        _install_missing(wanted, out, with_project="engine" in groups)
        if "engine" in groups:
            launcher.write()
    total = megabytes(sum(size(package) for package in wanted))
    out.write(f"all {len(wanted)} parts are in {places.cache()} ({total}), {time.monotonic() - began:.1f} s\n")


def _install_missing(wanted: list[Package], out: TextIO, with_project: bool) -> None:
    missing = [package for package in wanted if not ready(package)]
    with_project = with_project and not virtualenv.project_ready()
    check_needs(missing)
    check_space(missing, machine.free_gb(places.cache()))
    project = [_PROJECT] if with_project else []
    progress = Progress(out, [package.measured for package in [*project, *missing]])
    if with_project:
        _project(progress)
    for package in missing:
        with progress.step(package.title):
            install(package, progress)
            progress.done(size(package))


def _project(progress: Progress) -> None:
    """Install the project's environment in this clone, not in the cache."""
    with progress.step(_PROJECT.title):
        progress.doing("installing with pip")
        virtualenv.install_project(Work(_PROJECT, places.REPOSITORY, places.REPOSITORY))
        progress.done(None)


def check_space(missing: list[Package], free_gb: float) -> None:
    """Check that the disk has room for the missing packages.

    Raises:
        ToolchainError: it does not; the text has the free and the needed space.
    """
    needed = sum(package.space_gb for package in missing) + SLACK_GB
    if missing and free_gb < needed:
        raise ToolchainError(
            f"toolchain: disk space '{free_gb:.1f} GB free': {needed:.1f} GB are needed in {places.cache()}",
            "make room, or name another folder in BGP_COEXIST_CACHE",
        )
