"""An SSH connection to a router, or an error about the step that failed."""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import paramiko

from errors import SessionLostError, UnreachableError
from known_hosts import HostKeys
from printable import cut, lower_first
from transport.banner import NoSshError, await_banner
from transport.deadline import Deadline
from transport.endpoint import Endpoint
from transport.host_keys import check_host_key, known_keys, preferred_algorithms
from transport.legacy import legacy_last
from transport.login import log_in
from transport.paramiko_transport import Transport

# IOS-XE wraps and scrolls long lines at the terminal's width; 511 is the highest that every release accepts.
WIDTH = 511
HEIGHT = 1000

# paramiko logs on its own thread what is raised here; without a handler Python would print it as well.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


T = TypeVar("T")


def open_connection(endpoint: Endpoint, begin: Callable[[Transport, Deadline], T]) -> tuple[Transport, T]:
    """The SSH connection, and the result of `begin`, within `endpoint.connect_seconds`; the host key is checked.

    Args:
        endpoint: How the router is reached.
        begin: Logs in, and opens what the connection is used for.

    Raises:
        UnreachableError: No TCP connection, no SSH server, or no algorithm in common.
        HostKeyError: The host key is unknown or has changed.
    """
    known = known_keys(endpoint)
    deadline = Deadline(endpoint.connect_seconds)
    transport = handshake(endpoint, known, deadline)
    try:
        check_host_key(endpoint, known, transport.get_remote_server_key())
        return transport, begin(transport, deadline)
    except BaseException:
        transport.close()
        raise
    finally:
        deadline.over()


def open_shell(endpoint: Endpoint, password: str) -> tuple[paramiko.Transport, paramiko.Channel]:
    """The SSH connection and its shell channel, within `endpoint.connect_seconds`: host key checked, user logged in.

    Raises:
        UnreachableError: No TCP connection, no SSH server, or no algorithm in common.
        HostKeyError: The host key is unknown or has changed.
        LoginError: The router refuses the login.
        SessionLostError: There is no shell after the login.
    """

    def begin(transport: Transport, deadline: Deadline) -> paramiko.Channel:
        log_in(endpoint, transport, password, deadline)
        return _shell(endpoint, transport, deadline)

    return open_connection(endpoint, begin)


def handshake(endpoint: Endpoint, known: HostKeys, deadline: Deadline) -> Transport:
    """The SSH connection before the login; its host key is not checked yet, and the deadline continues.

    Raises:
        UnreachableError: No TCP connection, no SSH server, or no algorithm in common.
    """
    sock = _tcp(endpoint, deadline)
    transport = None
    try:
        await_banner(sock, deadline)
        transport = Transport(sock, endpoint.ssh_legacy)
        deadline.watch(transport)
        # The deadline limits all of paramiko's waits together.
        transport.banner_timeout = transport.auth_timeout = transport.handshake_timeout = 2 * endpoint.connect_seconds
        _set_preferences(transport, known)
        transport.start_client(timeout=2 * endpoint.connect_seconds)
    except Exception as error:  # paramiko raises whatever its own thread raised, malformed packets included
        deadline.over()
        if transport is not None:
            transport.close()
        with suppress(OSError):
            sock.close()
        legacy = transport.legacy_only() if transport is not None and not endpoint.ssh_legacy else []
        raise UnreachableError(endpoint.router, *_no_ssh(endpoint, error, deadline, legacy)) from None
    return transport


def _set_preferences(transport: Transport, known: HostKeys) -> None:
    """Propose the known key types first and legacy algorithms last."""
    security = transport.get_security_options()
    security.key_types = preferred_algorithms(known.keys, tuple(security.key_types))
    security.kex = legacy_last("kex", security.kex)
    security.ciphers = legacy_last("ciphers", security.ciphers)
    security.digests = legacy_last("macs", security.digests)


def _tcp(endpoint: Endpoint, deadline: Deadline) -> socket.socket:
    def dial(seconds: float) -> socket.socket:
        sock = socket.create_connection((endpoint.host, endpoint.port), timeout=seconds)
        # Nagle's algorithm holds a small packet until the far end's delayed acknowledgment, 40 ms on Linux.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    hint = "check address, port and the path to the router"
    try:
        return deadline.within(dial, socket.socket.close)
    except TimeoutError:
        reason = "no answer"
    except (OSError, UnicodeError) as error:
        reason = lower_first(getattr(error, "strerror", None) or str(error))
        if isinstance(error, socket.gaierror | UnicodeError):
            hint = "check the router's host in the configuration, or give its address"
        elif isinstance(error, ConnectionRefusedError):
            hint = "is SSH on at that address and port? a router whose vty lines are all busy answers like this, too"
    raise UnreachableError(endpoint.router, f"no connection to {endpoint.place}: {reason}", hint)


def _no_ssh(endpoint: Endpoint, error: Exception, deadline: Deadline, legacy: list[str]) -> tuple[str, str]:
    """The problem and the hint; `legacy`: the kinds of algorithm of which the far end offers only legacy ones."""
    if legacy:
        what = f"{endpoint.place} offers only legacy SSH algorithms: {', '.join(legacy)}"
        if endpoint.legacy_switch:
            return what, f"they weaken the session and are offered only with {endpoint.legacy_switch}"
        return what, "its SSH server must offer newer ones"
    if isinstance(error, paramiko.ssh_exception.IncompatiblePeer):
        what = f"no SSH algorithm in common with {endpoint.place}: {_reason(error)}"
        return what, "compare what the router's SSH server and paramiko offer; paramiko 5 has no SHA-1, stay below 5"
    why = f"the key exchange did not end within {deadline.seconds:g} s" if deadline.passed else _reason(error)
    what = f"no SSH session with {endpoint.place}: {why}"
    return what, "is an SSH server listening there, and is a vty line free?"


def _shell(endpoint: Endpoint, transport: Transport, deadline: Deadline) -> paramiko.Channel:
    """A shell on a terminal, within the deadline, which paramiko's own waits do not have."""
    wanted = "a channel"
    try:
        channel = transport.open_session(timeout=2 * endpoint.connect_seconds)
        wanted = "a terminal"
        channel.get_pty(term="vt100", width=WIDTH, height=HEIGHT)
        wanted = "a shell"
        channel.invoke_shell()
    except Exception as error:  # paramiko raises whatever its own thread raised, malformed packets included
        if deadline.passed:
            why = f"no answer to the request for {wanted} within {deadline.seconds:g} s"
        else:
            why = cut(transport.farewell) or _reason(error)
        raise SessionLostError(endpoint.router, f"no shell on {endpoint.place} after the login: {why}") from None
    return channel


def _reason(error: Exception) -> str:
    if isinstance(error, NoSshError):
        return str(error)
    if isinstance(error, EOFError | ConnectionError) or not str(error):
        return "the connection was closed"
    if isinstance(error, paramiko.SSHException | OSError):
        return lower_first(cut(str(error)))
    return f"what it sends is not SSH: {cut(str(error))}"
