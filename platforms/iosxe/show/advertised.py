"""Prefix counts and refused prefixes per neighbor, from `show bgp vpnv4 unicast vrf X neighbors`.

Source: the layouts recorded by ntc-templates (cisco_ios show ip bgp vpnv4 all neighbors) and
genieparser (ShowBgpNeighbors).
"""

import re
from ipaddress import IPv4Address

from platforms.facts import PrefixCounts

_NEIGHBOR = re.compile(r"^BGP neighbor is \*?(\d+(?:\.\d+){3}),")
# Below `Local Policy Denied Prefixes:`, outbound and inbound; the line is there where one of them is not 0.
_REFUSED = re.compile(r"^\s+prefix-list:?\s+(?:\d+|n/a)\s+(\d+)")
_CURRENT = re.compile(r"^\s+Prefixes Current:\s+(\d+)\s+(\d+)")


def prefix_counts(text: str) -> tuple[PrefixCounts, ...]:
    """The counts of every neighbor that has some; a neighbor that is down prints none."""
    counts: list[PrefixCounts] = []
    address: IPv4Address | None = None
    for line in text.splitlines():
        if neighbor := _NEIGHBOR.match(line):
            address = IPv4Address(neighbor[1])
        elif address and (current := _CURRENT.match(line)):
            counts.append(PrefixCounts(address, sent=int(current[1]), received=int(current[2])))
            address = None
    return tuple(counts)


def refused(text: str) -> dict[IPv4Address, int]:
    """How often each neighbor's inbound prefix list refused a route; neighbors without a count are left out."""
    counts: dict[IPv4Address, int] = {}
    address: IPv4Address | None = None
    for line in text.splitlines():
        if neighbor := _NEIGHBOR.match(line):
            address = IPv4Address(neighbor[1])
        elif address and (denied := _REFUSED.match(line)):
            counts[address] = int(denied[1])
    return counts
