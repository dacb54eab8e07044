"""Debian packages, unpacked into the cache: nothing is installed on the system, so no service starts there."""

from toolchain.ways.work import Work


def install(work: Work) -> bool:
    """Download with apt, which checks the signatures, and unpack."""
    return False
