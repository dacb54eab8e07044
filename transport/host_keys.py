"""The check of a router's host key, which cannot be switched off."""

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path

import paramiko

from errors import HostKeyError
from known_hosts import HostKeys, keys_for
from transport.endpoint import Endpoint

# One RSA key serves three signature algorithms; known_hosts names only the key type.
_ALGORITHMS = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")}


def fingerprint(key: paramiko.PKey) -> str:
    """The key's SHA-256 fingerprint as OpenSSH prints it."""
    digest = hashlib.sha256(key.asbytes()).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def known_keys(endpoint: Endpoint) -> HostKeys:
    """The known keys of a router: the pinned one, or those in its known_hosts file.

    Raises:
        HostKeyError: There is no known_hosts file, or it cannot be read.
    """
    if endpoint.host_key:
        kind, _, encoded = endpoint.host_key.partition(" ")
        return HostKeys({kind: (encoded,)})
    path = _known_hosts_path(endpoint)
    try:
        return keys_for(path.read_bytes(), endpoint.host, endpoint.port)
    except OSError as error:
        raise HostKeyError(
            endpoint.router,
            f"known_hosts file '{path}' cannot be read: {error.strerror or error}",
            f"make it with: {_keyscan(endpoint)}, and compare the fingerprint on the router's console",
        ) from None


def preferred_algorithms(known: Iterable[str], offered: tuple[str, ...]) -> list[str]:
    """The host key algorithms to propose: those of known keys first, so that the router shows a known key."""
    first = [algorithm for kind in known for algorithm in _ALGORITHMS.get(kind, (kind,)) if algorithm in offered]
    return first + [algorithm for algorithm in offered if algorithm not in first]


def check_host_key(endpoint: Endpoint, known: HostKeys, shown: paramiko.PKey) -> None:
    """Check that the router's key is a known one.

    Raises:
        HostKeyError: No key of the router is known, or its key differs or is revoked.
    """
    if shown.get_base64() in known.keys.get(shown.get_name(), ()):
        return
    key, path = f"host key {shown.get_name()} {fingerprint(shown)}", _known_hosts_path(endpoint)
    if endpoint.host_key:
        what, hint = f"{key} is not the pinned one: {endpoint.place}", _CHANGED
    elif (shown.get_name(), shown.get_base64()) in known.revoked:
        what, hint = f"{key} of {endpoint.place} is revoked in '{path}'", _REVOKED
    elif known.keys:
        what, hint = f"{key} is not the one '{path}' has for {endpoint.place}", _CHANGED
    else:
        what = f"{key} of {endpoint.place} is unknown: '{path}' has none for it"
        hint = f"compare the fingerprint on the router's console, then: {_keyscan(endpoint)}"
    raise HostKeyError(endpoint.router, what, hint)


_CHANGED = (
    "if the router was replaced or its key renewed, compare the fingerprint on its console and record the "
    "new key; otherwise the connection may be intercepted"
)
_REVOKED = "the key must not be used: give the router a new one, or find out which host answers there"


def _known_hosts_path(endpoint: Endpoint) -> Path:
    return Path(endpoint.known_hosts or "~/.ssh/known_hosts").expanduser()


def _keyscan(endpoint: Endpoint) -> str:
    return f"ssh-keyscan -p {endpoint.port} {endpoint.host} >> {_known_hosts_path(endpoint)}"
