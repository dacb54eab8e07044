"""A small machine from Debian packages: its file system as one image, and a kernel that runs as a process.

Nothing is installed: the packages are unpacked, and their scripts are not run.
"""

import os
import shutil
from pathlib import Path

from toolchain import machine, places
from toolchain.errors import ToolchainError
from toolchain.package import Package
from toolchain.ways import debian
from toolchain.ways.work import Work

# Debian 12 has one folder for each pair; its packages still use both names.
MERGED = ("bin", "sbin", "lib", "lib64")
RUNS_ON = "it runs on Linux on amd64 with glibc 2.34 or newer"
PROGRAMS = ("apt-get", "dpkg-deb", "mke2fs", "chroot")


def install(work: Work) -> bool:
    """Download with apt, which checks the signatures, unpack, and build the image.

    Raises:
        ToolchainError: it cannot be built here, apt failed, or apt offers another version.
    """
    check(work.package)
    image, recipe = work.package.table["image"], work.package.table["debian"]
    root, kernel = work.scratch / "root", work.scratch / "kernel"
    for archive in debian.downloaded(work, [*recipe["packages"], *recipe["libraries"], image["kernel"]]):
        into = kernel if archive.name.startswith(f"{image['kernel']}_") else root
        work.run(["dpkg-deb", "-x", str(archive), str(into)], "unpacking")
    debian.check_version(work, work.scratch, recipe["packages"][0])
    _merge(root)
    _add_files(root, places.TOOLCHAIN / "images" / work.package.name)
    _add_modules(work, kernel, root)
    _add_applets(work, root)
    _leave_out(root, image["leave_out"])
    _write_image(work, root, work.into / "image", image["megabytes"])
    shutil.copy2(kernel / "usr" / "bin" / "linux.uml", work.into / "linux")
    return True


def check(package: Package) -> None:
    """Check that the image can be built on this machine.

    Raises:
        ToolchainError: it is not Debian 12 on amd64, a program is missing, or the user is not root.
    """
    if not machine.is_debian_12() or machine.arch() != "amd64":
        raise ToolchainError(
            f"{package.title}: its packages are those of Debian 12 on amd64, and this is another system",
            f"build it on such a machine, and copy its folder to {package.folder}: {RUNS_ON}",
        )
    for name in PROGRAMS:
        if not shutil.which(name, path=_path()):
            hint = "apt-get install apt dpkg e2fsprogs coreutils"
            raise ToolchainError(f"{package.title}: {name} is missing: the image is built with it", hint)
    if os.geteuid() != 0:
        what = f"{package.title}: not root but user id {os.geteuid()}: the files of the image belong to root"
        raise ToolchainError(what, "run the same command with sudo")


def _path() -> str:
    """PATH with the folders of root's programs, which a user's lacks."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])


def _merge(root: Path) -> None:
    for name in MERGED:
        split, merged = root / name, root / "usr" / name
        if split.exists():
            shutil.copytree(split, merged, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(split)
        split.symlink_to(f"usr/{name}")


def _add_files(root: Path, files: Path) -> None:
    """Copy our own files over the packages', and create the folders that are mount points."""
    for name in ("dev", "proc", "sys", "run", "tmp", "root", "home/admin", "var/log/frr", "var/lib", "var/tmp"):
        (root / name).mkdir(parents=True, exist_ok=True)
    shutil.rmtree(root / "var" / "run", ignore_errors=True)
    (root / "var" / "run").symlink_to("/run")
    shutil.copytree(files, root, dirs_exist_ok=True)
    (root / "etc" / "shadow").chmod(0o600)
    (root / "etc" / "sudoers").chmod(0o440)


def _add_modules(work: Work, kernel: Path, root: Path) -> None:
    """Copy the named modules, and those that they need, and write their index."""
    source = next((kernel / "usr" / "lib" / "uml" / "modules").iterdir())
    target = root / "usr" / "lib" / "modules" / source.name
    needs = dict(line.split(":") for line in (source / "modules.dep").read_text().splitlines())
    for name in work.package.table["image"]["modules"]:
        path = next(path for path in needs if path.endswith(f"/{name}.ko"))
        for file in (path, *needs[path].split()):
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / file, target / file)
    work.run(["chroot", str(root), "/sbin/depmod", source.name], "writing the modules' index", env={"PATH": _path()})


def _add_applets(work: Work, root: Path) -> None:
    """Link busybox for every program that no package has, and write the libraries' cache."""
    names = work.run(["chroot", str(root), "/bin/busybox", "--list"], "asking busybox", env={"PATH": _path()}).split()
    for name in names:
        if not any((root / "usr" / folder / name).exists() for folder in ("bin", "sbin")):
            (root / "usr" / "bin" / name).symlink_to("busybox")
    work.run(["chroot", str(root), "/sbin/ldconfig"], "writing the libraries' cache", env={"PATH": _path()})


def _leave_out(root: Path, patterns: list[str]) -> None:
    for pattern in patterns:
        for folder in root.glob(pattern):
            shutil.rmtree(folder)


def _write_image(work: Work, root: Path, image: Path, megabytes: int) -> None:
    options = ["-q", "-t", "ext4", "-J", "size=4", "-m", "0", "-d", str(root)]
    work.run(["mke2fs", *options, str(image), f"{megabytes}M"], "writing the image", env={"PATH": _path()})
