"""Type 5 passwords (`$1$salt$hash`): the MD5 crypt of Unix."""

import hashlib

_LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TRIPLES = ((0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5))


def md5_crypt(clear: str, salt: str) -> str:
    """Return the hash of a password with a salt."""
    password, salted = clear.encode(), salt.encode()
    digest = _first(password, salted)
    for turn in range(1000):
        mixed = password if turn & 1 else digest
        mixed += salted if turn % 3 else b""
        mixed += password if turn % 7 else b""
        mixed += digest if turn & 1 else password
        digest = hashlib.md5(mixed).digest()
    return f"$1${salt}${_text(digest)}"


def _first(password: bytes, salt: bytes) -> bytes:
    inner = hashlib.md5(password + salt + password).digest()
    mixed = password + b"$1$" + salt + (inner * (len(password) // 16 + 1))[: len(password)]
    length = len(password)
    while length:
        mixed += b"\0" if length & 1 else password[:1]
        length >>= 1
    return hashlib.md5(mixed).digest()


def _text(digest: bytes) -> str:
    numbers = [(digest[a] << 16 | digest[b] << 8 | digest[c], 4) for a, b, c in _TRIPLES] + [(digest[11], 2)]
    return "".join(_LETTERS[number >> 6 * place & 63] for number, count in numbers for place in range(count))
