"""A place in the YAML as messages name it."""

from collections.abc import Iterable

from printable import one_line

_LONGEST_NAME = 63


def path_to(parts: Iterable[int | str]) -> str:
    """`routers.csr1000v.vrfs`, `calico.peers[0]`; a name that does not fit on a line is cut."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{one_line(part, _LONGEST_NAME)}" for part in parts)[1:]
