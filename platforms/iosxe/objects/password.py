"""A neighbor's password in a running configuration: in clear, obfuscated, or encrypted.

Source of type 7: the obfuscation that IOS documents as reversible; its clear text can be computed.
"""

from platforms.passwords import UNREADABLE, fingerprint, has_placeholder, placeholder

_SEVEN = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"


def shown(tail: str) -> str:
    """`password 7 0822455D0A16` or `password word` as its placeholder; else as `UNREADABLE`."""
    if has_placeholder(tail) or tail == UNREADABLE:
        return tail
    encryption, _, text = tail.removeprefix("password ").rpartition(" ")
    if encryption in ("", "0"):
        return placeholder(fingerprint(text))
    clear = _revealed(text) if encryption == "7" else ""
    return placeholder(fingerprint(clear)) if clear else UNREADABLE


def tail_shown(tail: str) -> str:
    """A neighbor's tail, a password as its placeholder."""
    return shown(tail) if tail.startswith("password ") else tail


def _revealed(seven: str) -> str:
    try:
        start, data = int(seven[:2]), bytes.fromhex(seven[2:])
    except ValueError:
        return ""
    return "".join(chr(octet ^ ord(_SEVEN[(start + index) % len(_SEVEN)])) for index, octet in enumerate(data))
