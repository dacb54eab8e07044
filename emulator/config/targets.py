"""The order IOS prints route targets in: by a hash, neither as typed nor sorted."""

from collections.abc import Iterable
from functools import reduce


def printed_order(targets: Iterable[str]) -> list[str]:
    """The targets as `show running-config` lists them.

    The real hash is unknown; this one gives the orders of two recorded configurations (65000:2 before 65000:1;
    2:102, 2:103, 2:100, 2:101) and, like the real one, depends on the set alone.
    """
    return sorted(targets, key=lambda target: (_hash(target), target))


def _hash(target: str) -> int:
    octets = int(target.rpartition(":")[2]).to_bytes(4, "big")
    return reduce(lambda left, right: left ^ right, octets, 0) ^ 0x0A
