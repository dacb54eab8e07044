"""The path of this program's Python, for the commands that run parts of the program."""

import sys
from pathlib import Path


def interpreter() -> str:
    """The path; relative within the project, so that it is the same in every clone."""
    own = Path(sys.executable)
    return str(own.relative_to(Path.cwd())) if own.is_relative_to(Path.cwd()) else str(own)
