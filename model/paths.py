"""Paths of places in the YAML, for messages."""

from collections.abc import Iterable

from printable import one_line

_LONGEST_NAME = 63


def path_to(parts: Iterable[int | str]) -> str:
    """The path of a place, such as `routers.csr1000v.vrfs` or `calico.peers[0]`; long names are cut."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{one_line(part, _LONGEST_NAME)}" for part in parts)[1:]
