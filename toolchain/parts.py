"""The paths of parts, by name."""

from pathlib import Path

from toolchain.errors import ToolchainError
from toolchain.package import USUAL, Package, packages


def part(name: str) -> Path:
    """The path of an installed part, an executable or a folder.

    Raises:
        ToolchainError: there is no such part, or it is not installed.
    """
    package = owner(name)
    path = package.folder / package.parts[name]
    if not path.exists():
        usual = package.group in USUAL
        hint = "make setup" if usual else f"python -m toolchain setup --only {package.group}"
        raise ToolchainError(f"toolchain: part '{name}' is not installed: {package.title} is missing", hint)
    return path


def owner(name: str) -> Package:
    """The package that contains a part.

    Raises:
        ToolchainError: no package has such a part.
    """
    for package in packages().values():
        if name in package.parts:
            return package
    known = ", ".join(sorted(part for package in packages().values() for part in package.parts))
    raise ToolchainError(f"toolchain: part '{name}' is unknown", f"the parts are {known}")
