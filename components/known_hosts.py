"""A host's key out of an OpenSSH known_hosts file.

Source: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
"""

import base64
import hashlib
import hmac
import shlex
from pathlib import Path

from errors import IntentError, Problem


def host_key(path: str, host: str, port: int, where: str) -> str:
    """The key on record, `type base64`.

    Args:
        path: The file.
        host: Name or address of the SSH server.
        port: Its TCP port.
        where: YAML path for messages.

    Raises:
        IntentError: No file, or no key of that host in it.
    """
    name = host if port == 22 else f"[{host}]:{port}"
    try:
        lines = Path(path).expanduser().read_text().splitlines()
    except OSError as error:
        hint = _keyscan(host, port, path)
        raise IntentError([Problem(where, f"'{path}': {error.strerror}", hint, code="FILE03")]) from None
    for line in lines:
        hosts, _, key = line.partition(" ")
        if any(_is_named(pattern, name) for pattern in hosts.split(",")):
            return " ".join(key.split()[:2])
    raise IntentError([Problem(where, f"'{path}': has no key of {name}", _keyscan(host, port, path), code="FILE03")])


def _is_named(pattern: str, name: str) -> bool:
    if not pattern.startswith("|1|"):
        return pattern == name
    salt, digest = (base64.b64decode(part) for part in pattern.split("|")[2:4])
    return hmac.digest(salt, name.encode(), hashlib.sha1) == digest


def _keyscan(host: str, port: int, path: str) -> str:
    scan = f"{shlex.join(['ssh-keyscan', '-p', str(port), host])} >> {shlex.quote(path)}"
    return f"is the lab up? elsewhere: {scan}, and compare the fingerprint there"
