"""Packages that consist of others: stand-ins with their launcher, the engine's folder, the plugin folder."""

import os
import shutil
from pathlib import Path

from toolchain import places
from toolchain.package import packages
from toolchain.ways.work import Work

LAUNCHER = """\
#!/bin/sh
# Written by `make setup`: a stand-in for a program that neither this machine nor the internet had.
here=$(dirname "$(readlink -f "$0")")
exec '{python}' -E -u "$here/{up}toolchain/stand_ins/__main__.py" {name} "$@"
"""


def stand_in(work: Work) -> bool:
    """Copy the stand-ins, so that they run without a clone, and write their launchers."""
    code = work.into / "toolchain" / "stand_ins"
    shutil.copytree(places.TOOLCHAIN / "stand_ins", code, ignore=shutil.ignore_patterns("__pycache__"))
    python = packages()["python"].folder / "bin" / "python"
    for target, name in work.package.table["stand_ins"].items():
        launcher = work.into / target
        launcher.parent.mkdir(parents=True, exist_ok=True)
        launcher.write_text(LAUNCHER.format(python=python, up="../" * target.count("/"), name=name))
        launcher.chmod(0o755)
    return True


def engine_folder(work: Work) -> bool:
    """Put the engine and its two Python helpers into one folder: the official ones, or the stand-ins."""
    engine = (packages()["pulumi-cli"].folder / "bin" / "pulumi").resolve()
    helpers = [engine.with_name(Path(target).name) for target in work.package.table["stand_ins"]]
    if not all(helper.exists() for helper in helpers):
        stand_in(work)
        # A hard link: the engine searches beside its real path, where a symbolic link would not find the stand-ins.
        os.link(engine, work.into / "bin" / "pulumi")
        return True
    (work.into / "bin").mkdir()
    # With the script that the official host runs programs with, and the other languages, which come in one archive.
    for program in {engine, *helpers, *engine.parent.glob("pulumi-language-*")}:
        (work.into / "bin" / program.name).symlink_to(program)
    return True


def plugins(work: Work) -> bool:
    """Create a folder for PULUMI_HOME whose plugins are symbolic links into their packages."""
    for kind, name in work.package.table["plugins"].items():
        package = packages()[name]
        folder = work.into / "plugins" / f"{kind}-v{package.version}"
        # Real folders with one link each: the engine does not search linked folders.
        folder.mkdir(parents=True)
        (folder / f"pulumi-{kind}").symlink_to(package.folder / f"pulumi-{kind}")
    return True
