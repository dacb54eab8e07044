"""paramiko's connection with a limit of packets, the far end's offer of algorithms, and its disconnect message."""

import socket
from typing import Any

import paramiko
from paramiko.packet import Packetizer

from transport.legacy import LEGACY, legacy_only

# OpenSSH's limit; paramiko would read up to 4 GB.
_PACKET_BYTES = 262_144


class _Packetizer(Packetizer):
    """Refuses packets above the limit."""

    def read_all(self, n: int, check_rekey: bool = False) -> bytes:
        """The next `n` bytes.

        Raises:
            SSHException: `n` is above the limit of a packet.
        """
        if n > _PACKET_BYTES:
            raise paramiko.SSHException(f"a packet of {n} bytes")
        return super().read_all(n, check_rekey)


class Transport(paramiko.Transport):
    """An SSH connection over TCP; legacy algorithms are offered as well where `legacy` is set."""

    farewell = ""  # the far end's disconnect message

    def __init__(self, sock: socket.socket, legacy: bool = False) -> None:
        left_out = {} if legacy else LEGACY
        super().__init__(sock, packetizer_class=_Packetizer, disabled_algorithms=left_out)
        self._offer: dict[str, list[str]] = {}

    def legacy_only(self) -> list[str]:
        """The kinds of algorithm of which the far end offers only legacy ones."""
        ours = {name: getattr(self, f"preferred_{name}") for name in LEGACY}
        return legacy_only(self._offer, ours) if self._offer else []

    def _really_parse_kex_init(self, message: paramiko.Message, ignore_first_byte: bool = False) -> dict[str, Any]:
        parsed: dict[str, Any] = super()._really_parse_kex_init(  # type: ignore[misc]  # the stubs leave it out
            message, ignore_first_byte
        )
        if not ignore_first_byte:  # with it paramiko parses its own offer
            self._offer = {name: list(value) for name, value in parsed.items() if isinstance(value, list)}
        return parsed

    def _parse_disconnect(self, message: paramiko.Message) -> None:
        message.get_int()
        self.farewell = message.get_binary().decode("utf-8", "replace").strip()
