"""A host's key from an OpenSSH known_hosts file."""

import shlex
from pathlib import Path

from errors import IntentError, Problem
from known_hosts import entry_name, keys_for


def host_key(path: str, host: str, port: int, where: str) -> str:
    """The first key of a host in the file, `type base64`.

    Args:
        path: The file.
        host: Name or address of the SSH server.
        port: Its TCP port.
        where: YAML path for messages.

    Raises:
        IntentError: There is no file, or no valid key of the host in it.
    """
    try:
        known = keys_for(Path(path).expanduser().read_bytes(), host, port)
    except OSError as error:
        hint = _keyscan(host, port, path)
        raise IntentError([Problem(where, f"'{path}': {error.strerror}", hint, code="FILE03")]) from None
    for kind, encoded in known.keys.items():
        return f"{kind} {encoded[0]}"
    name = entry_name(host, port)
    what = "has no key of" if not known.revoked else "has only revoked keys of"
    raise IntentError([Problem(where, f"'{path}': {what} {name}", _keyscan(host, port, path), code="FILE03")])


def _keyscan(host: str, port: int, path: str) -> str:
    scan = f"{shlex.join(['ssh-keyscan', '-p', str(port), host])} >> {shlex.quote(path)}"
    return f"is the lab up? elsewhere: {scan}, and compare the fingerprint there"
