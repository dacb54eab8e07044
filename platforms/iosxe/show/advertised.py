"""Prefix counts and refused prefixes per neighbor, from `show bgp vpnv4 unicast vrf X neighbors`.

Source: the layouts recorded by ntc-templates (cisco_ios show ip bgp vpnv4 all neighbors) and
genieparser (ShowBgpNeighbors).
"""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address

from platforms.facts import PrefixCounts

_NEIGHBOR = re.compile(r"^BGP neighbor is \*?(\d+(?:\.\d+){3}),")
# Below `Local Policy Denied Prefixes:`, outbound and inbound; the line is there where one of them is not 0.
_REFUSED = re.compile(r"^\s+prefix-list:?\s+(?:\d+|n/a)\s+(\d+)")
_CURRENT = re.compile(r"^\s+Prefixes Current:\s+(\d+)\s+(\d+)")


def prefix_counts(text: str) -> tuple[PrefixCounts, ...]:
    """The counts of every neighbor that has some, those of its first family; a neighbor that is down prints none."""
    counts: dict[IPv4Address, PrefixCounts] = {}
    for address, line in _lines(text):
        if current := _CURRENT.match(line):
            counts.setdefault(address, PrefixCounts(address, sent=int(current[1]), received=int(current[2])))
    return tuple(counts.values())


def refused(text: str) -> dict[IPv4Address, int]:
    """How often each neighbor's inbound prefix list refused a route; neighbors without a count are left out."""
    return {address: int(denied[1]) for address, line in _lines(text) if (denied := _REFUSED.match(line))}


def _lines(text: str) -> Iterator[tuple[IPv4Address, str]]:
    """Each line with the neighbor below whose head it stands."""
    address: IPv4Address | None = None
    for line in text.splitlines():
        if neighbor := _NEIGHBOR.match(line):
            address = IPv4Address(neighbor[1])
        elif address:
            yield address, line
