"""Started by Pulumi's language host as a folder, with the engine's address: serves the package."""

import sys
from pathlib import Path

# Imports start at the program's root, which is not the folder of the program that uses the package.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from package.host import serve  # noqa: E402

if __name__ == "__main__":
    serve(sys.argv[1:])
