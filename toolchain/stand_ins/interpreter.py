"""Which Python runs a program: the project's virtual environment, if `Pulumi.yaml` names one."""

import os
import shutil
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToDict


class InterpreterError(Exception):
    """There is no Python where `Pulumi.yaml` says; the text is fit to be shown as it is."""


def interpreter(info: Any) -> str:
    """The Python for a program.

    Args:
        info: The protocol's ProgramInfo: root directory and runtime options.

    Raises:
        InterpreterError: the virtual environment is not there, or there is no Python at all.
    """
    named = MessageToDict(info.options).get("virtualenv")
    if named:
        return _in_environment(Path(info.root_directory) / str(named))
    python = shutil.which(os.environ.get("PULUMI_PYTHON_CMD", "python3"))
    if python is None:
        raise InterpreterError("Pulumi.yaml: no 'virtualenv' option, and no python3 on PATH\nhint: make setup")
    return python


def _in_environment(folder: Path) -> str:
    python = folder / "bin" / "python"
    if not python.exists():
        raise InterpreterError(f"Pulumi.yaml: virtualenv '{folder}': there is no bin/python in it\nhint: make setup")
    return str(python)
