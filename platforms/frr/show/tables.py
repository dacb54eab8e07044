"""BGP sessions, prefix counts and routes, from `vtysh`'s JSON.

Source: measured with FRR 8.4.4.
"""

import json
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from errors import PlanError
from platforms.facts import BgpSession, Hop, PrefixCounts, Route

# The letter of `show ip route` for each protocol.
_LETTERS = {"connected": "C", "static": "S", "bgp": "B", "kernel": "K", "local": "L"}


def sessions(text: str) -> tuple[BgpSession, ...]:
    """The neighbors of `show bgp vrf X ipv4 unicast summary json`."""
    peers = _read(text).get("peers", {})
    return tuple(
        BgpSession(
            IPv4Address(address),
            peer["remoteAs"],
            peer["state"],
            peer.get("peerUptime", ""),
            peer.get("pfxRcd") if peer["state"] == "Established" else None,
            peer.get("dynamicPeer", False),
        )
        for address, peer in sorted(peers.items(), key=lambda each: IPv4Address(each[0]))
    )


def prefix_counts(text: str) -> tuple[PrefixCounts, ...]:
    """The prefix counts in the same, of each neighbor that is up."""
    return tuple(
        PrefixCounts(IPv4Address(address), peer["pfxSnt"], peer["pfxRcd"])
        for address, peer in _read(text).get("peers", {}).items()
        if peer["state"] == "Established"
    )


def routes(text: str) -> tuple[Route, ...]:
    """The selected routes of `show ip route vrf X json`."""
    return tuple(
        Route(IPv4Network(prefix), _LETTERS.get(each["protocol"], "?"), tuple(_hops(each)))
        for prefix, entries in _read(text).items()
        for each in entries
        if each.get("selected")
    )


def _hops(route: dict[str, Any]) -> list[Hop]:
    """The next hops that are used, those of a recursive next hop in its place."""
    return [
        Hop(
            IPv4Address(hop["ip"]) if "ip" in hop else None,
            hop.get("interfaceName") if "ip" not in hop else None,
            hop.get("vrf"),
        )
        for hop in route.get("nexthops", ())
        if hop.get("active") and not hop.get("recursive")
    ]


def _read(text: str) -> dict[str, Any]:
    """A JSON object.

    Raises:
        PlanError: The text is none.
    """
    try:
        found = json.loads(text or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise PlanError(f"vtysh's answer is not the JSON that was asked for: {text[:80]!r}")
    return found
