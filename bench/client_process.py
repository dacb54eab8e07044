"""Runs in a client's virtual environment: calls one function of `tests/clients/…_calls.py` once, as a process.

python client_process.py FOLDER MODULE FUNCTION FILE_OF_ARGUMENTS
"""

import importlib
import json
import sys
from pathlib import Path


def main() -> None:
    """Call it."""
    folder, module, function, arguments = sys.argv[1:]
    sys.path.insert(0, folder)
    getattr(importlib.import_module(module), function)(**json.loads(Path(arguments).read_text()))


if __name__ == "__main__":
    main()
