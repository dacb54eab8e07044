"""The Python that runs this program, for the commands that run parts of it again."""

import sys
from pathlib import Path


def interpreter() -> str:
    """Its path; relative where it lies in the project, so that it is the same in every clone."""
    own = Path(sys.executable)
    return str(own.relative_to(Path.cwd())) if own.is_relative_to(Path.cwd()) else str(own)
