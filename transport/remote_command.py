"""One command on a Linux host over SSH, for the client behind the router that requests the service."""

from pathlib import Path

import paramiko

from errors import LoginError, SessionLostError
from printable import cut
from transport.connection import handshake
from transport.deadline import Deadline
from transport.endpoint import Endpoint
from transport.host_keys import check_host_key, known_keys
from transport.incoming import Incoming, OutOfBoundsError
from transport.paramiko_transport import Transport

# Limit of the output; a page is short.
OUTPUT_CHARACTERS = 1_000_000


def run(endpoint: Endpoint, private_key_file: str, command: str) -> str:
    """The output of `command` in a host's login shell; `endpoint.router` is the host's name in messages.

    Raises:
        UnreachableError: No SSH server answers there.
        HostKeyError: The host key is unknown or has changed.
        LoginError: The private key cannot be read, or the host refuses it.
        SessionLostError: The command had no output for `endpoint.answer_seconds`, or its exit code is not 0.
    """
    known = known_keys(endpoint)
    key = _private_key(endpoint, private_key_file)
    deadline = Deadline(endpoint.connect_seconds)
    transport = handshake(endpoint, known, deadline)
    try:
        check_host_key(endpoint, known, transport.get_remote_server_key())
        _log_in(endpoint, transport, key, deadline)
        channel = _started(endpoint, transport, command, deadline)
        deadline.over()
        return _output(endpoint, channel)
    finally:
        deadline.over()
        transport.close()


def _private_key(endpoint: Endpoint, path: str) -> paramiko.PKey:
    try:
        return paramiko.PKey.from_path(Path(path).expanduser())
    except OSError as error:
        why = error.strerror or str(error)
    except (paramiko.SSHException, ValueError, TypeError) as error:
        why = str(error)
    raise LoginError(endpoint.router, f"private key '{path}' cannot be used: {why}") from None


def _log_in(endpoint: Endpoint, transport: Transport, key: paramiko.PKey, deadline: Deadline) -> None:
    try:
        further = transport.auth_publickey(endpoint.username, key)
    except Exception as error:  # paramiko raises whatever its own thread raised, malformed packets included
        user, place, hint = f"user '{endpoint.username}'", endpoint.place, ""
        if deadline.passed:
            what = f"no answer to the login of {user} at {place} within {deadline.seconds:g} s"
        elif transport.farewell or "shut down" in str(error):
            words = f": {cut(transport.farewell)}" if transport.farewell else ""
            what = f"{place} closed the connection during the login of {user}{words}"
        else:
            what = f"{user} refused by {place}: {cut(str(error))}"
            hint = f"is the public key in ~{endpoint.username}/.ssh/authorized_keys there?"
        raise LoginError(endpoint.router, what, hint) from None
    if further:
        methods = cut(", ".join(further))
        what = f"user '{endpoint.username}': the key was accepted, and the host requires more: {methods}"
        raise LoginError(endpoint.router, what)


def _started(endpoint: Endpoint, transport: Transport, command: str, deadline: Deadline) -> paramiko.Channel:
    """The channel of the running command."""
    try:
        channel = transport.open_session(timeout=2 * endpoint.connect_seconds)
        channel.set_combine_stderr(True)
        channel.exec_command(command)
    except Exception as error:  # as above
        reason = f"no answer within {deadline.seconds:g} s" if deadline.passed else cut(str(error)) or "closed"
        raise SessionLostError(endpoint.router, f"the command could not be run: {reason}") from None
    return channel


def _output(endpoint: Endpoint, channel: paramiko.Channel) -> str:
    incoming = Incoming(channel, endpoint.answer_seconds, OUTPUT_CHARACTERS)
    what = output = ""
    try:
        output = "".join(iter(incoming.read, None))
        if not channel.status_event.wait(endpoint.answer_seconds):
            what = f"the command did not end within {endpoint.answer_seconds} s of its output"
        elif (status := channel.exit_status) != 0:
            what = f"the command ended with {status}: {cut((output.strip().splitlines() or ['no output'])[-1])}"
    except TimeoutError:
        what = f"the command had no output for {endpoint.answer_seconds} s"
    except OutOfBoundsError as error:
        what = f"the command's output {error}"
    except (paramiko.SSHException, EOFError, OSError) as error:
        what = f"the command could not be run: {cut(str(error))}"
    if what:
        raise SessionLostError(endpoint.router, what)
    return output
