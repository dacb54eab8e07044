"""The disk image of FRR's machine, which is built when the lab needs it for the first time."""

import sys

from toolchain.install import ready
from toolchain.package import packages
from toolchain.setup import setup

PACKAGE = "frr-machine"


def provide() -> None:
    """Build the image unless it is in the cache; progress is printed.

    Raises:
        ToolchainError: It cannot be built on this machine; the text says what is missing.
    """
    if not ready(packages()[PACKAGE]):
        setup(sys.stdout, PACKAGE)
