"""Programs that the machine has already, in the pinned version only."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from toolchain import places
from toolchain.package import Package
from toolchain.ways.work import Work


def install(work: Work) -> bool:
    """Link or copy the programs; False: they are missing or have another version."""
    if "plugin" in work.package.table["found"]:
        plugin = _plugin(work.package)
        if plugin is not None:
            # A copy: a link would break when the user deletes the original.
            shutil.copytree(plugin.parent, work.into, dirs_exist_ok=True)
        return plugin is not None
    programs = _programs(work.package)
    for program in programs:
        (work.into / "bin").mkdir(exist_ok=True)
        (work.into / "bin" / program.name).symlink_to(program)
    return bool(programs)


def is_there(package: Package) -> bool:
    """Whether this way is available for the package."""
    wanted = package.table.get("found", {})
    if "plugin" in wanted:
        return _plugin(package) is not None
    return bool(wanted and _programs(package))


def _programs(package: Package) -> list[Path]:
    """The program and the files beside it; empty: one is missing or the version differs."""
    wanted = package.table["found"]
    program = _on_path(wanted["program"])
    if program is None or not _answers(program, wanted, package):
        return []
    programs = [program, *(program.with_name(name) for name in wanted.get("beside", ()))]
    return programs if all(program.exists() for program in programs) else []


def _on_path(name: str) -> Path | None:
    """The program's real path; None: there is none, or it is in the cache."""
    found = shutil.which(name)
    path = Path(found).resolve() if found else None
    return None if path is None or path.is_relative_to(places.cache()) else path


def _answers(program: Path, wanted: dict[str, Any], package: Package) -> bool:
    try:
        answer = subprocess.run([program, *wanted["arguments"]], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == package.fill(wanted["answer"])


def _plugin(package: Package) -> Path | None:
    """The plugin in the user's own PULUMI_HOME."""
    home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi").resolve()
    plugin = home / "plugins" / package.fill(package.table["found"]["plugin"])
    return None if home.is_relative_to(places.cache()) or not os.access(plugin, os.X_OK) else plugin
