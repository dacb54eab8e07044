"""The router's host key: RSA 2048, kept in a file when asked, offered as the profile's release does."""

from functools import lru_cache
from pathlib import Path

import asyncssh

from emulator.errors import StartError
from emulator.ssh.profiles import Profile


def host_key(path: Path | None) -> asyncssh.SSHKey:
    """The key in the file; made, and written readable to its owner alone, where the file is not there yet.

    Raises:
        StartError: The file holds no key, or cannot be read or written.
    """
    try:
        if path and path.exists():
            return _private_key(path.read_bytes())
        key = asyncssh.generate_private_key("ssh-rsa", key_size=2048)
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(key.export_private_key())
    except (OSError, asyncssh.KeyImportError) as error:
        raise StartError(f"--host-key '{path}': {error}") from error
    return key


@lru_cache(maxsize=8)
def _private_key(content: bytes) -> asyncssh.SSHKey:
    """The key in a file's content; reading one checks its primes, 50 ms."""
    return asyncssh.import_private_key(content)


def public_line(key: asyncssh.SSHKey) -> str:
    """`ssh-rsa AAAA…` as in a known_hosts file."""
    algorithm, text = key.export_public_key().decode().split()[:2]
    return f"{algorithm} {text}"


def offered(key: asyncssh.SSHKey, profile: Profile) -> asyncssh.SSHKeyPair:
    """The key restricted to the signature algorithms of the profile."""
    pair = asyncssh.load_keypairs([key])[0]
    pair.host_key_algorithms = tuple(name.encode() for name in profile.host_key)
    return pair
