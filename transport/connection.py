"""From a reach and a password to an interactive shell on the router, or an error that says which step failed."""

import logging
import socket
from contextlib import suppress

import paramiko

from errors import LoginError, SessionLostError, UnreachableError
from transport.host_keys import check_host_key, known_keys, preferred_algorithms
from transport.reach import Reach

# IOS-XE wraps and scrolls long lines at the terminal's width; 511 is the widest every release takes.
WIDTH = 511
HEIGHT = 1000

# paramiko reports on its own thread what we raise as an error; without a handler Python would print it as well.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


def open_shell(reach: Reach, password: str) -> tuple[paramiko.Transport, paramiko.Channel]:
    """The SSH connection and its one shell channel, host key checked and user logged in.

    Raises:
        UnreachableError: No TCP connection, no SSH server, or no algorithm in common.
        HostKeyError: The host key is not on record, or not the one on record.
        LoginError: User or password refused.
        SessionLostError: The router closed the connection after the login.
    """
    known = known_keys(reach)
    transport = handshake(reach, known)
    try:
        check_host_key(reach, known, transport.get_remote_server_key())
        _log_in(reach, transport, password)
        return transport, _shell(reach, transport)
    except BaseException:
        transport.close()
        raise


def handshake(reach: Reach, known: dict[str, str]) -> paramiko.Transport:
    """The SSH connection before anybody has logged in; its host key is not yet judged.

    Raises:
        UnreachableError: No TCP connection, no SSH server, or no algorithm in common.
    """
    sock = _tcp(reach)
    transport = None
    try:
        transport = paramiko.Transport(sock)
        transport.banner_timeout = transport.auth_timeout = reach.connect_seconds
        security = transport.get_security_options()
        security.key_types = preferred_algorithms(known, tuple(security.key_types))
        transport.start_client(timeout=reach.connect_seconds)
        if not transport.initial_kex_done:  # paramiko comes back without a word when the time is up
            raise paramiko.SSHException(f"no answer within {reach.connect_seconds} s")
    except (paramiko.SSHException, EOFError, OSError) as error:
        if transport is not None:
            transport.close()
        with suppress(OSError):
            sock.close()
        raise UnreachableError(reach.router, *_no_ssh(reach, error)) from None
    return transport


def _tcp(reach: Reach) -> socket.socket:
    try:
        return socket.create_connection((reach.host, reach.port), timeout=reach.connect_seconds)
    except OSError as error:
        reason = "no answer" if isinstance(error, TimeoutError) else _lower_first(error.strerror or str(error))
        raise UnreachableError(reach.router, f"no connection to {reach.place}: {reason}", _tcp_hint(error)) from None


def _tcp_hint(error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return "check the router's host in the configuration, or give its address"
    if isinstance(error, ConnectionRefusedError):
        return "is SSH on at that address and port? a router whose vty lines are all busy answers like this, too"
    return "check address, port and the path to the router"


def _no_ssh(reach: Reach, error: Exception) -> tuple[str, str]:
    if isinstance(error, paramiko.ssh_exception.IncompatiblePeer):
        return (
            f"no SSH algorithm in common with {reach.place}: {_lower_first(str(error))}",
            "compare `show ip ssh` on the router with what paramiko offers; paramiko 5 has no SHA-1, stay below 5",
        )
    reason = _lower_first(str(error)) or "the connection was closed"
    return (
        f"no SSH session with {reach.place}: {reason}",
        "is an SSH server listening there, and is a vty line free?",
    )


def _log_in(reach: Reach, transport: paramiko.Transport, password: str) -> None:
    """Password first; where the router offers only keyboard-interactive, paramiko answers its one question instead."""
    try:
        transport.auth_password(reach.username, password)
    except paramiko.BadAuthenticationType as error:
        ways = ", ".join(error.allowed_types)
        raise LoginError(
            reach.router, f"user '{reach.username}': the router accepts no password, only {ways}"
        ) from None
    except paramiko.AuthenticationException:
        raise LoginError(
            reach.router,
            f"user '{reach.username}' refused by {reach.place}: wrong user name or password",
            "set the password with `pulumi config set --secret routerPassword` or in BGP_COEXIST_ROUTER_PASSWORD",
        ) from None
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise LoginError(
            reach.router, f"login of user '{reach.username}' to {reach.place} broke off: {_lower_first(str(error))}"
        ) from None


def _shell(reach: Reach, transport: paramiko.Transport) -> paramiko.Channel:
    try:
        channel = transport.open_session(timeout=reach.connect_seconds)
        channel.settimeout(reach.connect_seconds)
        channel.get_pty(term="vt100", width=WIDTH, height=HEIGHT)
        channel.invoke_shell()
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise SessionLostError(
            reach.router, f"no shell on {reach.place} after the login: {_lower_first(str(error))}"
        ) from None
    return channel


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
