"""One command on a Linux host over SSH: the client beyond the router that asks the service for its page."""

from pathlib import Path

import paramiko

from errors import LoginError, SessionLostError
from transport.connection import handshake
from transport.host_keys import check_host_key, known_keys
from transport.reach import Reach


def run(reach: Reach, private_key_file: str, command: str) -> str:
    """What `command` prints on a host, run by its login shell; `reach.router` is the host's name in messages.

    Raises:
        UnreachableError: No SSH server answers there.
        HostKeyError: Its key is not the one on record.
        LoginError: The private key cannot be read, or the host refuses it.
        SessionLostError: The command said nothing for `reach.answer_seconds`, or did not end with 0.
    """
    known = known_keys(reach)
    key = _private_key(reach, private_key_file)
    transport = handshake(reach, known)
    try:
        check_host_key(reach, known, transport.get_remote_server_key())
        _log_in(reach, transport, key)
        return _output(reach, transport, command)
    finally:
        transport.close()


def _private_key(reach: Reach, path: str) -> paramiko.PKey:
    try:
        return paramiko.PKey.from_path(Path(path).expanduser())
    except OSError as error:
        why = error.strerror or str(error)
    except (paramiko.SSHException, ValueError, TypeError) as error:
        why = str(error)
    raise LoginError(reach.router, f"private key '{path}' cannot be used: {why}") from None


def _log_in(reach: Reach, transport: paramiko.Transport, key: paramiko.PKey) -> None:
    try:
        transport.auth_publickey(reach.username, key)
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise LoginError(
            reach.router,
            f"user '{reach.username}' refused by {reach.place}: {error}",
            f"is the public key in ~{reach.username}/.ssh/authorized_keys there?",
        ) from None


def _output(reach: Reach, transport: paramiko.Transport, command: str) -> str:
    try:
        channel = transport.open_session(timeout=reach.connect_seconds)
        channel.settimeout(reach.answer_seconds)
        channel.set_combine_stderr(True)
        channel.exec_command(command)
        text = channel.makefile("rb").read().decode("utf-8", "replace")
        status = channel.recv_exit_status()
    except TimeoutError:
        raise SessionLostError(reach.router, f"the command said nothing for {reach.answer_seconds} s") from None
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise SessionLostError(reach.router, f"the command could not be run: {error}") from None
    if status != 0:
        last = (text.strip().splitlines() or ["it printed nothing"])[-1]
        raise SessionLostError(reach.router, f"the command ended with {status}: {last}")
    return text
