"""Interfaces without offloads: checksums and segments are then complete in every packet, as on a wire.

A packet socket sees a packet as it is sent; one with an offload has no checksum yet, and the receiver drops it.

`python -m lab.frr_machine.offloads INTERFACE...` works on the interfaces of the current network namespace.
"""

import array
import fcntl
import socket
import struct
import sys

# Source: linux/sockios.h, linux/ethtool.h.
SIOCETHTOOL = 0x8946
SETTINGS = {"tx checksum": 0x17, "tso": 0x1F, "gso": 0x24, "gro": 0x2C}


def switch_off(interface: str) -> None:
    """Switch the interface's offloads off, as `ethtool -K INTERFACE tx off tso off gso off gro off`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in SETTINGS.values():
            value = array.array("I", [command, 0])
            request = struct.pack("16sP", interface.encode(), value.buffer_info()[0])
            fcntl.ioctl(control, SIOCETHTOOL, request)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        switch_off(name)
