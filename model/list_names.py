"""The names that the stack generates on a router: prefix lists, which no list of the file may have, and peer groups."""

import hashlib
from ipaddress import IPv4Address

RESERVED = "coexist-"
# The limit of `IosName`.
_LONGEST = 32
_DIGITS = 8


def inbound_name(vrf: str) -> str:
    """The list of what a VRF's neighbors may announce."""
    return _fitting(f"{RESERVED}in-{vrf}")


def node_name(address: IPv4Address, vrf: str) -> str:
    """The list of what one node may announce in a VRF; an address has no hyphen, so two nodes never share a name."""
    return _fitting(f"{RESERVED}of-{address}-{vrf}")


def outbound_name(vrf: str) -> str:
    """The list of what is advertised to a VRF's neighbors."""
    return _fitting(f"{RESERVED}out-{vrf}")


def group_name(vrf: str) -> str:
    """The peer group of a VRF's neighbors, where they are a range."""
    return _fitting(f"{RESERVED}{vrf}")


def _fitting(name: str) -> str:
    """The name; one that is too long ends in a digest of all of it."""
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - _DIGITS - 1]}-{hashlib.sha256(name.encode()).hexdigest()[:_DIGITS]}"
