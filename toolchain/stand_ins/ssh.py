"""A connection as the command plugin's `connection` describes it."""

import io
from collections.abc import Mapping
from typing import Any

import paramiko

KEY_TYPES = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


class LoginError(paramiko.SSHException):
    """What is wrong will not get better by trying again."""


class _Accept(paramiko.MissingHostKeyPolicy):
    """Takes any host key, as the official plugin does when no hostKey is given."""

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        return None


def connect(connection: Mapping[str, Any]) -> paramiko.SSHClient:
    """A client logged in.

    Args:
        connection: host, port, user, password, privateKey, privateKeyPassword, agentSocketPath, perDialTimeout,
            hostKey, proxy.

    Raises:
        LoginError: the key cannot be read.
        OSError, paramiko.SSHException: no connection, another host key, or the login was refused.
    """
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(_Accept())
    host, port = str(connection["host"]), int(connection.get("port") or 22)
    if connection.get("hostKey"):
        _expect(client, host, port, str(connection["hostKey"]))
    seconds = float(connection.get("perDialTimeout") or 15)
    try:
        client.connect(
            host,
            port,
            username=str(connection.get("user") or "root"),
            password=connection.get("password"),
            pkey=_key(connection),
            sock=_through(connection.get("proxy"), host, port),
            allow_agent=bool(connection.get("agentSocketPath")),
            look_for_keys=False,
            timeout=seconds,
            banner_timeout=seconds,
            auth_timeout=seconds,
        )
    except BaseException:
        client.close()
        raise
    return client


def _expect(client: paramiko.SSHClient, host: str, port: int, line: str) -> None:
    """Take this host key and no other."""
    name = host if port == 22 else f"[{host}]:{port}"
    entry = paramiko.hostkeys.HostKeyEntry.from_line(f"{name} {line.strip()}")
    if entry is None or entry.key is None:
        raise LoginError("hostKey: not a public key line of the form 'ssh-rsa AAAA…'")
    client.get_host_keys().add(name, entry.key.get_name(), entry.key)
    client.set_missing_host_key_policy(paramiko.RejectPolicy())


def _key(connection: Mapping[str, Any]) -> paramiko.PKey | None:
    text = connection.get("privateKey")
    if not text:
        return None
    for kind in KEY_TYPES:
        try:
            return kind.from_private_key(io.StringIO(str(text)), password=connection.get("privateKeyPassword"))
        except (paramiko.SSHException, ValueError):
            continue
    raise LoginError("privateKey: neither an Ed25519, an ECDSA nor an RSA key, or its password is wrong")


def _through(proxy: Mapping[str, Any] | None, host: str, port: int) -> paramiko.Channel | None:
    """A channel through the jump host, if there is one."""
    if not proxy:
        return None
    transport = connect(proxy).get_transport()
    assert transport
    return transport.open_channel("direct-tcpip", (host, port), ("127.0.0.1", 0))
