"""One normal form for each notation of IOS: AS numbers with dots, masks, prefix ranges."""

import re
from ipaddress import IPv4Interface, IPv4Network

_DOTTED = re.compile(r"^(\d+)\.(\d+)$")


def as_number(text: str) -> int:
    """An AS number from `65000` or `1.10` (RFC 5396's asdot), as `bgp asnotation dot` prints it."""
    dotted = _DOTTED.match(text)
    return int(dotted[1]) * 65536 + int(dotted[2]) if dotted else int(text)


def community(text: str) -> str:
    """A route distinguisher or target with a dotted AS number written plain; an address stays an address."""
    administrator, _, number = text.rpartition(":")
    return f"{as_number(administrator)}:{number}" if _DOTTED.match(administrator) else text


def community_key(text: str) -> tuple[tuple[int, ...], int]:
    """Sorts route targets by number, not by text."""
    administrator, _, number = community(text).rpartition(":")
    return tuple(int(part) for part in administrator.split(".")), int(number)


def address_key(text: str) -> tuple[int, tuple[int, ...], str]:
    """Sorts neighbors as IOS does: by number, names last."""
    parts = text.split(".")
    if all(part.isdigit() for part in parts):
        return 0, tuple(int(part) for part in parts), ""
    return 1, (), text


def address_line(address: str) -> str:
    """`10.0.0.254/24` as `ip address 10.0.0.254 255.255.255.0`."""
    parsed = IPv4Interface(address)
    return f"ip address {parsed.ip} {parsed.netmask}"


_ENTRY = re.compile(r"^seq (\d+) (permit|deny) (\S+)(?: ge (\d+))?(?: le (\d+))?$")


def prefix_entry(text: str) -> tuple[int, str]:
    """A prefix list's entry as its sequence number and its rule in normal form.

    Host bits are dropped, and a range is written the shortest way: `ge 24 le 32` is `ge 24`.
    """
    found = _ENTRY.match(text)
    if not found:
        return -1, text
    network = IPv4Network(found[3], strict=False)
    low = int(found[4] or network.prefixlen)
    high = int(found[5] or (32 if found[4] else network.prefixlen))
    return int(found[1]), f"{found[2]} {network}{_range(network.prefixlen, low, high)}"


def _range(bits: int, low: int, high: int) -> str:
    if low == high == bits:
        return ""
    if low == bits:
        return f" le {high}"
    return f" ge {low}" if high == 32 else f" ge {low} le {high}"
