"""The machine's needs, checked before a long installation begins."""

from toolchain import machine
from toolchain.errors import ToolchainError
from toolchain.package import Package
from toolchain.ways import build, debian, disk_image, download, found, installed, virtualenv


def check_needs(missing: list[Package]) -> None:
    """Check that every missing package has a way that is available here.

    Raises:
        ToolchainError: a package has none; the text lists what must be installed.
    """
    problems = {error.hint: error for package in reversed(missing) for error in _problems(package)}
    if len(problems) == 1:
        raise next(iter(problems.values()))
    if problems:
        lines = "\n".join(str(error) for error in reversed(problems.values()))
        raise ToolchainError(f"toolchain: {len(problems)} things are missing on this machine\n{lines}")


def _problems(package: Package) -> list[ToolchainError]:
    try:
        if "virtualenv" in package.ways:
            virtualenv.check()
        elif "disk-image" in package.ways:
            disk_image.check(package)
        elif "debian" in package.ways:
            debian.check(package) if machine.is_debian_12() else installed.paths(package)
        elif package.ways[-1] == "build" and not _ready_made(package):
            build.check(package)
    except ToolchainError as error:
        return [error]
    return []


def _ready_made(package: Package) -> bool:
    return ("found" in package.ways and found.is_there(package)) or (
        "download" in package.ways and download.is_open(package)
    )
