"""The programs that the project runs and does not contain: found, downloaded, or built, in a cache."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (before any import that would fail with a traceback)
    sys.exit(
        f"toolchain: Python {sys.version_info[0]}.{sys.version_info[1]} is too old: version 3.11 or newer is needed\n"
        "hint: install python3.11 and its venv module, then `make setup PYTHON=python3.11`"
    )

from toolchain.errors import ToolchainError
from toolchain.parts import part

__all__ = ["ToolchainError", "part"]
