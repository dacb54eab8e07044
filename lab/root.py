"""The check for root; it imports only the standard library, because it runs before `make setup` may have run."""

import os
import sys

from lab.errors import LabError


def check() -> None:
    """Check that the user is root.

    Raises:
        LabError: The user is not root.
    """
    if os.geteuid() != 0:
        what = f"not root but user id {os.geteuid()}: namespaces and mounts need root"
        raise LabError("lab", what, "run the same command with sudo")


if __name__ == "__main__":
    try:
        check()
    except LabError as error:
        sys.exit(str(error))
