"""Run one stand-in by name; its own arguments follow."""

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    # Run as a file, from the repository or from a copy in the cache: imports start where `toolchain` lies.
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    name = sys.argv[1]
    sys.exit(importlib.import_module(f"toolchain.stand_ins.{name}").main(sys.argv[2:]))
