"""Root, asked for before anything else; imports nothing that a machine without `make setup` may lack."""

import os
import sys

from lab.errors import LabError


def check() -> None:
    """We are root.

    Raises:
        LabError: We are not.
    """
    if os.geteuid() != 0:
        what = f"not root but user id {os.geteuid()}: namespaces and mounts need root"
        raise LabError("lab", what, "run the same command with sudo")


if __name__ == "__main__":
    try:
        check()
    except LabError as error:
        sys.exit(str(error))
