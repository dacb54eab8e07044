"""Runs in a client's virtual environment: calls functions of one module, a line of JSON for each call and answer."""

import importlib
import json
import os
import sys
import traceback
from typing import Any


def answer(module: Any, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """What the function returned, or the exception's name and text."""
    try:
        return {"value": getattr(module, name)(**arguments)}
    except Exception as error:
        traceback.print_exc()
        return {"error": type(error).__name__, "text": str(error)}


def main() -> None:
    """Serve until the input ends; what a client prints itself goes to the error output."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    module = importlib.import_module(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(answer(module, *json.loads(line))), file=out, flush=True)


if __name__ == "__main__":
    main()
