"""paramiko's connection with two things more: a bound on a packet, and the words a far end takes its leave with."""

import socket

import paramiko
from paramiko.packet import Packetizer

# OpenSSH takes no longer one; paramiko would collect 4 GB.
_PACKET_BYTES = 262_144


class _Packetizer(Packetizer):
    """Reads no packet that is longer than one can be."""

    def read_all(self, n: int, check_rekey: bool = False) -> bytes:
        """So many bytes.

        Raises:
            SSHException: It is more than a packet has.
        """
        if n > _PACKET_BYTES:
            raise paramiko.SSHException(f"a packet of {n} bytes")
        return super().read_all(n, check_rekey)


class Transport(paramiko.Transport):
    """One SSH connection.

    Attributes:
        farewell: Those words; "" where it has said none.
    """

    farewell = ""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock, packetizer_class=_Packetizer)

    def _parse_disconnect(self, message: paramiko.Message) -> None:
        message.get_int()
        self.farewell = message.get_binary().decode("utf-8", "replace").strip()
