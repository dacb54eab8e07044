"""Run one stand-in by name; its own arguments follow."""

import importlib.util
import sys
from pathlib import Path


def hollow(*names: str) -> None:
    """Packages whose submodules can be imported without what the packages themselves import."""
    for name in names:
        spec = importlib.util.find_spec(name)
        if spec is not None:
            sys.modules[name] = importlib.util.module_from_spec(spec)


if __name__ == "__main__":
    # Run as a file, from the repository or from a copy in the cache: imports start where `toolchain` lies.
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    # Of the SDK only the engine's protocol is used; the rest of it would be most of the start of every run.
    hollow("pulumi", "pulumi.runtime")
    name = sys.argv[1]
    sys.exit(importlib.import_module(f"toolchain.stand_ins.{name}").main(sys.argv[2:]))
