"""Commands on a Linux host over SSH, each in a channel of its own.

For the client behind the router that requests the service, and for routers whose command line is a shell.
"""

from dataclasses import dataclass
from pathlib import Path

import paramiko

from errors import LoginError, SessionLostError
from printable import cut
from transport.connection import open_connection
from transport.deadline import Deadline
from transport.endpoint import Endpoint
from transport.incoming import ANSWER_CHARACTERS, Incoming, OutOfBoundsError
from transport.login import log_in
from transport.paramiko_transport import Transport

# Limit of the output of a command on the client; a page is short.
OUTPUT_CHARACTERS = 1_000_000


@dataclass(frozen=True)
class Outcome:
    """The result of a command.

    Attributes:
        exit_code: Its exit code; -1 where the connection ended before it.
        output: Its standard output.
        errors: Its standard error; "" where that is part of the output.
    """

    exit_code: int
    output: str
    errors: str


class CommandConnection:
    """An SSH connection on which each command has a channel of its own; made by `open_commands`.

    Args:
        endpoint: How the host is reached.
        transport: The connection, logged in.
    """

    def __init__(self, endpoint: Endpoint, transport: Transport) -> None:
        self._endpoint = endpoint
        self._transport = transport

    @property
    def alive(self) -> bool:
        """Whether the connection is open, as far as can be known without sending anything."""
        return self._transport.is_active()

    def run(self, command: str, stdin: str = "") -> Outcome:
        """The result of a command in the user's login shell.

        Raises:
            SessionLostError: The connection was lost, or the command had no output for `endpoint.answer_seconds`.
        """
        deadline = Deadline(self._endpoint.answer_seconds)
        deadline.watch(self._transport)
        try:
            channel = _started(self._endpoint, self._transport, command, deadline, stdin)
        finally:
            deadline.over()
        outcome = _outcome(self._endpoint, channel, ANSWER_CHARACTERS)
        if outcome.exit_code < 0:
            raise SessionLostError(self._endpoint.router, "the connection was lost during a command")
        return outcome

    def close(self) -> None:
        """Close the connection; safe to call again."""
        self._transport.close()


def open_commands(endpoint: Endpoint, password: str) -> CommandConnection:
    """A connection for commands: host key checked, user logged in by password.

    Raises:
        UnreachableError: No SSH server answers there.
        HostKeyError: The host key is unknown or has changed.
        LoginError: The host refuses the login.
    """
    transport, _ = open_connection(endpoint, lambda made, deadline: log_in(endpoint, made, password, deadline))
    return CommandConnection(endpoint, transport)


def run(endpoint: Endpoint, private_key_file: str, command: str) -> str:
    """The output of `command` in a host's login shell; `endpoint.router` is the host's name in messages.

    Raises:
        UnreachableError: No SSH server answers there.
        HostKeyError: The host key is unknown or has changed.
        LoginError: The private key cannot be read, or the host refuses it.
        SessionLostError: The command had no output for `endpoint.answer_seconds`, or its exit code is not 0.
    """
    key = _private_key(endpoint, private_key_file)

    def begin(transport: Transport, deadline: Deadline) -> paramiko.Channel:
        _log_in_by_key(endpoint, transport, key, deadline)
        return _started(endpoint, transport, command, deadline)

    transport, channel = open_connection(endpoint, begin)
    try:
        outcome = _outcome(endpoint, channel, OUTPUT_CHARACTERS)
    finally:
        transport.close()
    if outcome.exit_code != 0:
        last = (outcome.output.strip().splitlines() or ["no output"])[-1]
        raise SessionLostError(endpoint.router, f"the command ended with {outcome.exit_code}: {cut(last)}")
    return outcome.output


def _private_key(endpoint: Endpoint, path: str) -> paramiko.PKey:
    try:
        return paramiko.PKey.from_path(Path(path).expanduser())
    except OSError as error:
        why = error.strerror or str(error)
    except (paramiko.SSHException, ValueError, TypeError) as error:
        why = str(error)
    raise LoginError(endpoint.router, f"private key '{path}' cannot be used: {why}") from None


def _log_in_by_key(endpoint: Endpoint, transport: Transport, key: paramiko.PKey, deadline: Deadline) -> None:
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


def _started(
    endpoint: Endpoint, transport: Transport, command: str, deadline: Deadline, stdin: str | None = None
) -> paramiko.Channel:
    """The channel of the running command; without `stdin` its standard error is part of its output."""
    try:
        channel = transport.open_session(timeout=2 * endpoint.connect_seconds)
        channel.set_combine_stderr(stdin is None)
        channel.exec_command(command)
        if stdin is not None:
            channel.sendall(stdin.encode())
            channel.shutdown_write()
    except Exception as error:  # as above
        reason = f"no answer within {deadline.seconds:g} s" if deadline.passed else cut(str(error)) or "closed"
        raise SessionLostError(endpoint.router, f"the command could not be run: {reason}") from None
    return channel


def _outcome(endpoint: Endpoint, channel: paramiko.Channel, characters: int) -> Outcome:
    """The result of the running command, each of its outputs limited to so many characters."""
    what = output = errors = ""
    try:
        output = "".join(iter(Incoming(channel, endpoint.answer_seconds, characters).read, None))
        errors = "".join(iter(Incoming(_StandardError(channel), endpoint.answer_seconds, characters).read, None))
        if not channel.status_event.wait(endpoint.answer_seconds):
            what = f"the command did not end within {endpoint.answer_seconds} s of its output"
    except TimeoutError:
        what = f"the command had no output for {endpoint.answer_seconds} s"
    except OutOfBoundsError as error:
        what = f"the command's output {error}"
    except (paramiko.SSHException, EOFError, OSError) as error:
        what = f"the command could not be run: {cut(str(error))}"
    if what:
        raise SessionLostError(endpoint.router, what)
    return Outcome(channel.exit_status, output, errors)


class _StandardError:
    """The standard error of a channel, for `Incoming`."""

    def __init__(self, channel: paramiko.Channel) -> None:
        self.settimeout = channel.settimeout
        self.sendall = channel.sendall
        self.recv = channel.recv_stderr
