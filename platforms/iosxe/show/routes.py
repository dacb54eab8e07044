"""The entries of `show ip route vrf X`.

Source: tests/captures/seed, and the layouts recorded by ntc-templates (show ip route vrf) and
genieparser (ShowIpRoute).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

from platforms.facts import Hop, Route

# `192.168.116.0/26 is subnetted, 1 subnets`: the entries below print no length of their own.
_SUBNETTED = re.compile(r"^\s+\d+(?:\.\d+){3}/(\d+) is subnetted,")
_VARIABLY = re.compile(r"^\s+\d+(?:\.\d+){3}(?:/\d+)? is variably subnetted,")
_ENTRY = re.compile(r"^([A-Za-z])\S*(?:[ *+%&]+\S{1,2})*?\s+(\d+(?:\.\d+){3})(?:/(\d+))?(?=\s|$)(.*)$")
_VIA = re.compile(r"\[\d+/\d+\] via (\d+(?:\.\d+){3})(?: \(([^)]+)\))?")
_CONNECTED = re.compile(r"is directly connected,(?: \S+,)? (\S+)\s*$")


def routes(text: str) -> tuple[Route, ...]:
    """Every route of the table, in the router's order; the legend and the headings are skipped."""
    found: list[Route] = []
    bits = 32
    for line in text.splitlines():
        if subnetted := _SUBNETTED.match(line):
            bits = int(subnetted[1])
        elif _VARIABLY.match(line):
            bits = 32
        elif entry := _ENTRY.match(line):
            code, address, own_bits, hops = entry.groups()
            prefix = IPv4Network(f"{address}/{own_bits or bits}")
            found.append(Route(prefix, code, tuple(_hops(hops))))
        elif found and line.startswith(" "):
            # Further next hops of the entry above, one a line.
            found[-1] = replace(found[-1], hops=(*found[-1].hops, *_hops(line)))
    return tuple(found)


def _hops(text: str) -> Iterator[Hop]:
    if via := _VIA.search(text):
        yield Hop(next_hop=IPv4Address(via[1]), vrf=via[2])
    elif connected := _CONNECTED.search(text):
        yield Hop(interface=connected[1])
