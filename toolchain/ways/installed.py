"""Programs installed on a system other than Debian 12, if they are new enough."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from toolchain.errors import ToolchainError
from toolchain.package import Package
from toolchain.ways.work import Work

# Folders of such programs that are not on every user's PATH.
MORE_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"


def install(work: Work) -> bool:
    """Link to the programs.

    Raises:
        ToolchainError: one is missing or of another version; the text names its package.
    """
    for target, path in paths(work.package).items():
        (work.into / target).parent.mkdir(parents=True, exist_ok=True)
        (work.into / target).symlink_to(path)
    return True


def paths(package: Package) -> dict[str, Path]:
    """The system's paths of the package's programs and folders, by their path in the package.

    Raises:
        ToolchainError: one is missing or of another version.
    """
    programs = package.table["debian"].get("programs", {})
    found = {f"bin/{name}": _program(package, name) for name in programs}
    folders = package.table.get("installed_folders", {})
    return found | {target: _folder(package, names) for target, names in folders.items()}


def _program(package: Package, name: str) -> Path:
    path = shutil.which(name, path=os.environ.get("PATH", os.defpath) + os.pathsep + MORE_FOLDERS)
    hint = f"install it; Debian's package is called {package.table['debian']['packages'][0]}"
    if path is None:
        raise ToolchainError(f"{package.title}: program '{name}' is missing, and this is not Debian 12", hint)
    needed = package.table.get("installed", {}).get(name)
    if needed and not re.search(needed["pattern"], _answer(path, needed["arguments"])):
        raise ToolchainError(
            f"{package.title}: program '{path}' is of another version: it must be {needed['need']}", hint
        )
    return Path(path)


def _answer(path: str, arguments: list[str]) -> str:
    answer = subprocess.run([path, *arguments], capture_output=True, text=True)
    return answer.stdout + answer.stderr


def _folder(package: Package, folders: list[str]) -> Path:
    for folder in map(Path, folders):
        if folder.is_dir():
            return folder
    name = package.table["debian"]["packages"][0]
    raise ToolchainError(
        f"{package.title}: folder '{folders[0]}' is missing, and this is not Debian 12",
        f"install the package that Debian calls {name}",
    )
