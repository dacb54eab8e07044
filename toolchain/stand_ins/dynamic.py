"""Stand-in for `pulumi-resource-pulumi-python`: starts the SDK's own host of dynamic providers.

It runs in the program's environment. The engine starts it in the program's folder and hands the runtime options over
as PULUMI_RUNTIME_<OPTION>.
"""

import os
import shutil
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Become the dynamic-provider host; returns only when there is no Python to become."""
    python = python_for(os.environ, Path.cwd())
    if python is None:
        named = os.environ.get("PULUMI_RUNTIME_VIRTUALENV", "python3")
        print(f"dynamic providers: virtualenv '{named}': there is no Python in it\nhint: make setup", file=sys.stderr)
        return 1
    return os.execv(python, [python, "-u", "-m", "pulumi.dynamic", *arguments])


def python_for(environment: "os._Environ[str] | dict[str, str]", folder: Path) -> str | None:
    """The Python of the virtual environment that the runtime options name, else PULUMI_PYTHON_CMD's, else python3."""
    named = environment.get("PULUMI_RUNTIME_VIRTUALENV")
    if not named:
        return shutil.which(environment.get("PULUMI_PYTHON_CMD", "python3"))
    python = folder / named / "bin" / "python"
    return str(python) if python.exists() else None
