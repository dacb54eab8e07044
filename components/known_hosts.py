"""A host's key from an OpenSSH known_hosts file."""

import shlex
from pathlib import Path

from errors import IntentError, Problem
from known_hosts import entry_name, keys_for


def host_key(path: str, host: str, port: int, where: str) -> str:
    """The first key of a host in the file, `type base64`; `where` is the YAML path in messages.

    Raises:
        IntentError: There is no file, or no valid key of the host in it.
    """
    try:
        known = keys_for(Path(path).expanduser().read_bytes(), host, port)
        for kind, encoded in known.keys.items():
            return f"{kind} {encoded[0]}"
        what = f"has {'only revoked keys' if known.revoked else 'no key'} of {entry_name(host, port)}"
    except OSError as error:
        what = str(error.strerror)
    scan = f"{shlex.join(['ssh-keyscan', '-p', str(port), host])} >> {shlex.quote(path)}"
    hint = f"is the lab up? elsewhere: {scan}, and compare the fingerprint there"
    raise IntentError([Problem(where, f"'{path}': {what}", hint, code="FILE03")])
