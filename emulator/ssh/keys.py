"""The router's host key: RSA 2048, optionally from a file, with the profile's signature algorithms."""

from functools import lru_cache
from pathlib import Path

import asyncssh

from emulator.errors import StartError
from emulator.ssh.profiles import Profile


def host_key(path: Path | None) -> asyncssh.SSHKey:
    """Return the file's key; without a file, create it, readable only by its owner.

    Raises:
        StartError: The file has no valid key, or cannot be read or written.
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
    """Return `ssh-rsa AAAA…`, as in a known_hosts file."""
    algorithm, text = key.export_public_key().decode().split()[:2]
    return f"{algorithm} {text}"


def offered(key: asyncssh.SSHKey, profile: Profile) -> asyncssh.SSHKeyPair:
    """Return the key restricted to the profile's signature algorithms."""
    pair = asyncssh.load_keypairs([key])[0]
    pair.host_key_algorithms = tuple(name.encode() for name in profile.host_key)
    return pair
