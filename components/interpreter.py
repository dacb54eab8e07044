"""The path of this program's Python, for the commands that run parts of the program."""

import sys
from pathlib import Path

_PROGRAM = Path(__file__).resolve().parents[1]


def interpreter() -> str:
    """The path; relative within the project, so that it is the same in every clone."""
    own = Path(sys.executable)
    return str(own.relative_to(Path.cwd())) if own.is_relative_to(Path.cwd()) else str(own)


def module(name: str) -> list[str]:
    """The command that runs a module of the program; from the folder of another program it says where that is."""
    there = [] if Path.cwd() == _PROGRAM else ["env", f"PYTHONPATH={_PROGRAM}"]
    return [*there, interpreter(), "-m", name]
