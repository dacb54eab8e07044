"""Fingerprints of session passwords: the same for the same password on every router."""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

_PLACEHOLDER = re.compile(r"\bpassword <([0-9a-f]{8})>$")
# The placeholder for a password that only the router can read.
UNREADABLE = "password <encrypted>"


@lru_cache(maxsize=64)
def fingerprint(clear: str) -> str:
    """Eight digits that tell two passwords apart, and are slow to try passwords against."""
    return hashlib.scrypt(clear.encode(), salt=b"bgp-coexist session", n=2**14, r=8, p=1, dklen=4).hex()


def placeholder(mark: str) -> str:
    """The placeholder for a password in plans, previews and state."""
    return f"password <{mark}>"


def has_placeholder(line: str) -> bool:
    """Whether a line ends with a fingerprint in place of a password."""
    return bool(_PLACEHOLDER.search(line))


def opened(line: str, passwords: Mapping[str, str]) -> str | None:
    """The line as it is sent, the password in place of its fingerprint; None where the password is not known."""
    found = _PLACEHOLDER.search(line)
    if not found:
        return line
    clear = passwords.get(found[1])
    return None if clear is None else f"{line[: found.start()]}password {clear}"
