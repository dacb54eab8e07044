"""What holds for every test: one that calls make finds it as in a person's shell, also within `make test`."""

import os

for variable in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
    os.environ.pop(variable, None)
