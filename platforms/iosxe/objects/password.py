"""A neighbor's password as it may be shown and kept: a fingerprint, the same for the same password on every router.

Source of type 7: the obfuscation that IOS documents as reversible; any of its texts can be told from the clear one.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

_SEVEN = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"
_PLACEHOLDER = re.compile(r"\bpassword <([0-9a-f]{8})>$")
UNREADABLE = "password <encrypted>"


@lru_cache(maxsize=64)
def fingerprint(clear: str) -> str:
    """Eight digits that tell two passwords apart, and are slow to try passwords against."""
    return hashlib.scrypt(clear.encode(), salt=b"bgp-coexist session", n=2**14, r=8, p=1, dklen=4).hex()


def placeholder(mark: str) -> str:
    """What stands for a password in plans, previews and state."""
    return f"password <{mark}>"


def shown(rest: str) -> str:
    """`password 7 0822455D0A16` or `password word` as its placeholder; one that only the router can read as that."""
    if _PLACEHOLDER.search(rest) or rest == UNREADABLE:
        return rest
    kind, _, text = rest.removeprefix("password ").rpartition(" ")
    if kind in ("", "0"):
        return placeholder(fingerprint(text))
    clear = _revealed(text) if kind == "7" else ""
    return placeholder(fingerprint(clear)) if clear else UNREADABLE


def _revealed(seven: str) -> str:
    try:
        start, data = int(seven[:2]), bytes.fromhex(seven[2:])
    except ValueError:
        return ""
    return "".join(chr(octet ^ ord(_SEVEN[(start + index) % len(_SEVEN)])) for index, octet in enumerate(data))


def opened(line: str, passwords: Mapping[str, str]) -> str | None:
    """The line as it is sent, the password in place of its fingerprint; None where nobody knows the password."""
    found = _PLACEHOLDER.search(line)
    if not found:
        return line
    clear = passwords.get(found[1])
    return None if clear is None else f"{line[: found.start()]}password {clear}"
