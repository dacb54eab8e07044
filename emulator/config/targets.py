"""The order in which IOS prints route targets: by a hash, neither typed nor sorted order."""

from collections.abc import Iterable
from functools import reduce


def printed_order(targets: Iterable[str]) -> list[str]:
    """Return the targets in the order of `show running-config`.

    IOS's hash is unknown. This one gives the orders of two recorded configurations (65000:2 before 65000:1;
    2:102, 2:103, 2:100, 2:101) and, as IOS's, depends only on the set.
    """
    return sorted(targets, key=lambda target: (_hash(target), target))


def _hash(target: str) -> int:
    octets = int(target.rpartition(":")[2]).to_bytes(4, "big")
    return reduce(lambda left, right: left ^ right, octets, 0) ^ 0x0A
