"""What the machine has already, taken only in the very version that is pinned."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from toolchain import places
from toolchain.package import Package
from toolchain.ways.work import Work


def install(work: Work) -> bool:
    """Link or copy what is there; False where it is not there or of another version."""
    wanted = work.package.table["found"]
    return _plugin(work, wanted["plugin"]) if "plugin" in wanted else _program(work, wanted)


def _program(work: Work, wanted: dict[str, Any]) -> bool:
    program = _on_path(wanted["program"])
    if program is None or not _answers(program, wanted, work.package):
        return False
    programs = [program, *(program.with_name(name) for name in wanted.get("beside", ()))]
    if not all(each.exists() for each in programs):
        return False
    (work.into / "bin").mkdir()
    for each in programs:
        (work.into / "bin" / each.name).symlink_to(each)
    return True


def _on_path(name: str) -> Path | None:
    """The program's real path, unless it is one that we installed ourselves."""
    found = shutil.which(name)
    path = Path(found).resolve() if found else None
    return None if path is None or path.is_relative_to(places.cache()) else path


def _answers(program: Path, wanted: dict[str, Any], package: Package) -> bool:
    try:
        answer = subprocess.run([program, *wanted["arguments"]], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == package.fill(wanted["answer"])


def _plugin(work: Work, template: str) -> bool:
    """Copy a plugin out of the user's own PULUMI_HOME: a link would break when they clean up there."""
    home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi").resolve()
    plugin = home / "plugins" / work.package.fill(template)
    if home.is_relative_to(places.cache()) or not os.access(plugin, os.X_OK):
        return False
    shutil.copytree(plugin.parent, work.into, dirs_exist_ok=True)
    return True
