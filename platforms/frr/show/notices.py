"""Why sessions ended, from `show bgp vrf X neighbors json`.

Source: bgp_show_peer() of FRR 8.4.4, bgpd/bgp_vty.c; RFC 4271, 4.5 and RFC 4486 for the codes.
"""

import json
from ipaddress import IPv4Address
from typing import Any

from platforms.facts import ESTABLISHED, Noted, Notice

# Code and subcode of a NOTIFICATION, in hexadecimal.
_CODES = {
    "0202": Notice.WRONG_AS,
    "0206": Notice.HOLD_TIME,
    "0400": Notice.HOLD_EXPIRED,
    "0601": Notice.TOO_MANY_PREFIXES,
}


def notices(text: str) -> dict[IPv4Address, Noted]:
    """The last notice about each neighbor that is down."""
    found = json.loads(text or "{}")
    return {
        IPv4Address(address): noted
        for address, peer in found.items()
        if isinstance(peer, dict) and peer.get("bgpState") not in (None, ESTABLISHED) and (noted := _noted(peer))
    }


def _noted(peer: dict[str, Any]) -> Noted | None:
    reason, due = str(peer.get("lastNotificationReason", "")), str(peer.get("lastResetDueTo", ""))
    notice = _CODES.get(str(peer.get("lastErrorCodeSubcode", "")))
    if notice is None and due.startswith("BFD down"):
        notice = Notice.BFD
    return Noted(notice, reason or due) if notice else None
