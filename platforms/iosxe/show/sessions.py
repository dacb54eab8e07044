"""The neighbors in `show bgp vpnv4 unicast vrf X summary`.

Source: tests/captures/seed, and the layouts recorded by genieparser (ShowBgpSummary).
"""

import re
from ipaddress import IPv4Address

from platforms.facts import ESTABLISHED, BgpSession
from platforms.iosxe.objects.normalize import as_number

# Neighbor V AS MsgRcvd MsgSent TblVer InQ OutQ Up/Down State/PfxRcd; a dynamic neighbor has a star in front.
_NEIGHBOR = re.compile(r"^(\*?)(\d+(?:\.\d+){3})\s+4\s+(\S+)\s+\d+\s+\d+\s+\d+\s+\d+\s+\d+\s+(\S+)\s+(\S.*?)\s*$")


def sessions(text: str) -> tuple[BgpSession, ...]:
    """Every neighbor of a summary, in the router's order; none where the VRF has no BGP."""
    return tuple(_session(*match.groups()) for line in text.splitlines() if (match := _NEIGHBOR.match(line)))


def _session(star: str, address: str, remote_as: str, up_down: str, state: str) -> BgpSession:
    received = int(state) if state.isdigit() else None
    return BgpSession(
        address=IPv4Address(address),
        remote_as=as_number(remote_as),
        state=state if received is None else ESTABLISHED,
        up_down=up_down,
        prefixes_received=received,
        dynamic=bool(star),
    )
