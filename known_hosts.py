"""A known_hosts file as OpenSSH reads it: the known and the revoked keys of a host.

A malformed line is ignored. Certificate authorities are ignored as well: certificates of hosts are not checked here.

Source: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
"""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from fnmatch import translate

_REVOKED = "@revoked"


@dataclass(frozen=True)
class HostKeys:
    """The entries of one host."""

    keys: dict[str, tuple[str, ...]]  # in base64, by type, without revoked ones
    revoked: frozenset[tuple[str, str]] = frozenset()  # type and base64


def entry_name(host: str, port: int) -> str:
    """The name of a host in the file: with its port unless that is 22."""
    return host.lower() if port == 22 else f"[{host.lower()}]:{port}"


def keys_for(content: bytes, host: str, port: int) -> HostKeys:
    """The keys of a host, by name or address and TCP port, in a file's content."""
    name = entry_name(host, port)
    known: list[tuple[str, str]] = []
    revoked: set[tuple[str, str]] = set()
    for line in content.decode("utf-8", "replace").split("\n"):
        words = line.split()
        marker = words.pop(0) if words and words[0].startswith("@") else ""
        if len(words) < 3 or words[0].startswith("#") or not _matches(words[0], name):
            continue
        key = (words[1], words[2])
        if marker == _REVOKED:
            revoked.add(key)
        elif not marker and (_decoded(words[2]) or b"")[4:].startswith(words[1].encode()):  # a key contains its type
            known.append(key)
    keys: dict[str, tuple[str, ...]] = {}
    for kind, encoded in known:
        if (kind, encoded) not in revoked:
            keys[kind] = (*keys.get(kind, ()), encoded)
    return HostKeys(keys, frozenset(revoked))


def _matches(patterns: str, name: str) -> bool:
    """Whether a list of patterns matches a host; a matching one with `!` excludes it."""
    found = False
    for pattern in patterns.split(","):
        if pattern.startswith("!") and _matches_pattern(pattern[1:], name):
            return False
        found = found or _matches_pattern(pattern, name)
    return found


def _matches_pattern(pattern: str, name: str) -> bool:
    if pattern.startswith("|1|"):
        salt, _, digest = pattern.removeprefix("|1|").partition("|")
        key, expected = _decoded(salt), _decoded(digest)
        return bool(key and expected) and hmac.digest(key or b"", name.encode(), hashlib.sha1) == expected
    # Only `*` and `?` are wildcards: brackets enclose a name with a port.
    return bool(re.match(translate(pattern.lower().replace("[", "[[]")), name))


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
