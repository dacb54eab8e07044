"""Debian packages, unpacked into the cache: nothing is installed on the system, so no service starts there."""

import re
import shutil
import subprocess
from pathlib import Path

from toolchain import machine, places
from toolchain.errors import ToolchainError
from toolchain.package import Package
from toolchain.ways.work import Work

WRAPPER = """\
#!/bin/sh
# Written by `make setup`: the libraries of this program lie beside it.
root=$(dirname "$(dirname "$(readlink -f "$0")")")/root
LD_LIBRARY_PATH={libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}} exec "$root/{program}" "$@"
"""


def install(work: Work) -> bool:
    """Download with apt, which checks the signatures, and unpack; False on anything but Debian 12.

    Raises:
        ToolchainError: apt is missing, failed, or offers another version.
    """
    if not machine.is_debian_12():
        return False
    check(work.package)
    recipe = work.package.table["debian"]
    for archive in downloaded(work, [*recipe["packages"], *recipe.get("libraries", ())]):
        work.run(["dpkg-deb", "-x", str(archive), str(work.into / "root")], "unpacking")
    if not recipe.get("any_version"):
        check_version(work, work.scratch, recipe["packages"][0])
    for pattern in recipe.get("leave_out", ()):
        for file in (work.into / "root").glob(pattern):
            file.unlink()
    (work.into / "bin").mkdir()
    for name, program in recipe.get("programs", {}).items():
        _offer(work, work.into, name, program)
    if finish := recipe.get("finish"):
        work.run([str(work.into / "bin" / finish[0]), *finish[1:]], "finishing")
    return True


def check(package: Package) -> None:
    """Check that apt is installed.

    Raises:
        ToolchainError: it is not installed.
    """
    for name in ("apt-get", "dpkg-deb"):
        if not shutil.which(name):
            what = f"{package.title}: {name} is missing: Debian packages are had by it"
            raise ToolchainError(what, f"put {name} on PATH")


def downloaded(work: Work, names: list[str]) -> list[Path]:
    """The packages' archives in the work's scratch folder; apt has checked the archive's signature.

    Raises:
        ToolchainError: apt failed.
    """
    try:
        _apt(work, [], "download", *names)
    except ToolchainError:  # no lists, or lists with deleted files: fetch private lists, which needs no root
        private = _private_lists()
        _apt(work, private, "update")
        _apt(work, private, "download", *names)
    return sorted(work.scratch.glob("*.deb"))


def _apt(work: Work, options: list[str], *words: str) -> None:
    # Without this apt, as root, changes to a user that cannot write here.
    command = ["apt-get", "-q", "-o", "APT::Sandbox::User=root", *options, *words]
    work.run(command, f"apt-get {words[0]}", cwd=work.scratch)


def _private_lists() -> list[str]:
    base = places.cache() / "apt"
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (base / folder).mkdir(parents=True, exist_ok=True)
    return ["-o", f"Dir::State={base / 'state'}", "-o", f"Dir::Cache={base / 'cache'}"]


def check_version(work: Work, folder: Path, name: str) -> None:
    """Check that the package's archive in the folder has the pinned version.

    Raises:
        ToolchainError: it has another one.
    """
    archive = next(folder.glob(f"{name}_*.deb"))
    offered = work.run(["dpkg-deb", "-f", str(archive), "Version"], "reading the version").strip()
    upstream = offered.split(":", 1)[-1]
    if not re.match(re.escape(work.package.version) + r"([^0-9.]|$)", upstream):
        raise ToolchainError(
            f"{work.package.title}: version '{offered}' of {name}: apt offers another one than is pinned",
            "is there a foreign source in /etc/apt? Debian 12's own has the pinned one",
        )


def _offer(work: Work, folder: Path, name: str, program: str) -> None:
    """Create a symbolic link to the program, or a wrapper where the system lacks a library.

    With `own_libraries` it is a wrapper anyway: the program's plugins belong to the libraries beside it.
    """
    target, path = folder / "bin" / name, folder / "root" / program
    if not missing_libraries(path, []) and not work.package.table["debian"].get("own_libraries"):
        target.symlink_to(Path("..") / "root" / program)
        return
    libraries = [file for below in ("*.so*", "*/*.so*") for file in (folder / "root").glob(f"**/*-linux-gnu/{below}")]
    beside = sorted({file.parent for file in libraries})
    lacking = missing_libraries(path, beside)
    if lacking:
        raise ToolchainError(
            f"{work.package.title}: {name}: library '{lacking[0]}' is neither here nor in its packages"
        )
    relative = ":".join(f"$root/{each.relative_to(folder / 'root')}" for each in beside)
    target.write_text(WRAPPER.format(libraries=relative, program=program))
    target.chmod(0o755)


def missing_libraries(program: Path, beside: list[Path]) -> list[str]:
    """The shared libraries that a program does not find, in these folders or in the system's."""
    environment = {"LD_LIBRARY_PATH": ":".join(map(str, beside)), "LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    listed = subprocess.run(["ldd", program], env=environment, capture_output=True, text=True).stdout
    return re.findall(r"^\s*(\S+) => not found", listed, re.MULTILINE)
