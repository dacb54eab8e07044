"""The type of a pinned host key: the key's type and its base64 text."""

import base64
import binascii
from typing import Annotated

from pydantic import Field

from model.base import Expected
from model.names import rule

_FEWEST_BITS = 512
# The octets of each part after the type in the key's encoding; None: any number.
# Source: RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4.
_PARTS: dict[str, tuple[int | None, ...]] = {
    "ssh-rsa": (None, None),
    "ssh-dss": (None, None, None, None),
    "ssh-ed25519": (32,),
    "ecdsa-sha2-nistp256": (8, 65),
    "ecdsa-sha2-nistp384": (8, 97),
    "ecdsa-sha2-nistp521": (8, 133),
}


def is_host_key(text: str) -> bool:
    """Whether a text is a key's type and the base64 text of a complete key of that type."""
    kind, _, encoded = text.partition(" ")
    try:
        parts = _parts(base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError):
        return False
    wanted = _PARTS.get(kind)
    if not wanted or not parts or parts[0] != kind.encode() or len(parts) != len(wanted) + 1:
        return False
    if not all(length in (None, len(part)) for length, part in zip(wanted, parts[1:], strict=True)):
        return False
    if kind.startswith("ecdsa"):
        return parts[1] == kind.removeprefix("ecdsa-sha2-").encode()
    number = int.from_bytes(parts[2 if kind == "ssh-rsa" else 1], "big")
    return kind == "ssh-ed25519" or number.bit_length() >= _FEWEST_BITS


def _parts(data: bytes) -> list[bytes]:
    """The strings that a key consists of; four octets before each are its length.

    Raises:
        ValueError: The data ends within a string.
    """
    parts = []
    while data:
        end = 4 + int.from_bytes(data[:4], "big")
        if len(data) < end:
            raise ValueError("a part is cut short")
        parts.append(data[4:end])
        data = data[end:]
    return parts


HostKey = Annotated[
    str,
    Field(pattern=r"^(ssh|ecdsa)-[a-z0-9-]+ [A-Za-z0-9+/=]+$"),
    rule(is_host_key, "is not a complete key of its type"),
    Expected("a host key's type and its base64 text, as ssh-keyscan prints them"),
]
