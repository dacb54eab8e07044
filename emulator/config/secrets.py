"""IOS's stored passwords: type 9 (scrypt), type 7 (obfuscated), type 0 (clear text)."""

import base64
import hashlib
import hmac
import secrets

from emulator.config.md5crypt import md5_crypt

_STANDARD = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_CISCO = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SALT_LETTERS = _CISCO.decode()
_SEVEN = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"


def hashed(clear: str, salt: str | None = None) -> str:
    """Return the `$9$…` form of a password."""
    salt = salt or "".join(secrets.choice(_SALT_LETTERS) for _ in range(14))
    digest = hashlib.scrypt(clear.encode(), salt=salt.encode(), n=16384, r=1, p=1, dklen=32)
    text = base64.b64encode(digest).rstrip(b"=").translate(bytes.maketrans(_STANDARD, _CISCO))
    return f"$9${salt}${text.decode()}"


def fits(clear: str, kind: str, stored: str) -> bool:
    """Return whether the password matches the stored one; False for unknown kinds."""
    number = kind.rpartition(" ")[2]
    if number == "9":
        return hmac.compare_digest(hashed(clear, stored.split("$")[2]), stored)
    if number == "5":
        return hmac.compare_digest(md5_crypt(clear, stored.split("$")[2]), stored)
    if number in ("0", "password", "secret"):
        return hmac.compare_digest(clear.encode(), stored.encode())
    return number == "7" and hmac.compare_digest(clear.encode(), decoded(stored).encode())


def decoded(seven: str) -> str:
    """Return the clear text of a type 7 password; empty for an invalid one."""
    try:
        start, data = int(seven[:2]), bytes.fromhex(seven[2:])
    except ValueError:
        return ""
    return "".join(chr(octet ^ ord(_SEVEN[(start + index) % len(_SEVEN)])) for index, octet in enumerate(data))
