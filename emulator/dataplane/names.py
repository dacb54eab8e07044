"""What IOS's names are called below the prompt: links, kernel tables, BIRD's tables, protocols and functions."""

import re
from collections.abc import Iterable, Mapping
from zlib import crc32

LOOPBACK_LINK = "lo"
GLOBAL_TABLE = 1000
"""The kernel table of interfaces outside every VRF; VRFs follow from 1001. The kernel keeps 253 to 255 for itself."""

Tables = Mapping[str | None, int]
"""Each VRF's kernel table; None is the global table."""

AGGREGATE = "aggr"
"""What the names of BIRD's protocols for aggregates begin with."""

_SHORT = {"GigabitEthernet": "Gi", "TenGigabitEthernet": "Te", "FastEthernet": "Fa", "Ethernet": "Et"}
_MANAGEMENT = "GigabitEthernet1"


def is_loopback(interface: str) -> bool:
    """Whether IOS's long name is a loopback's."""
    return interface.startswith("Loopback")


def is_management(interface: str) -> bool:
    """Whether it is the port that people reach the router by, which carries no packets of the network."""
    return interface == _MANAGEMENT


def link(interface: str) -> str | None:
    """The kernel's link under an interface: `Gi2`, `lo` for every loopback, None for what is not carried.

    The management port is not: SSH reaches the router's process from outside the namespace.
    """
    if is_loopback(interface):
        return LOOPBACK_LINK
    match = re.fullmatch(r"([A-Za-z]+)([\d/.]+)", interface)
    if match is None or is_management(interface) or match[1] not in _SHORT:
        return None
    return _SHORT[match[1]] + match[2].replace("/", "-")


def address_label(interface: str) -> str:
    """The label that marks an address as ours, e.g. `lo:Lo1`; the kernel takes 15 characters.

    Loopback numbers above six digits do not fit and share a label, which only means they share the mark.
    """
    short = "Lo" + interface.removeprefix("Loopback") if is_loopback(interface) else "ios"
    return f"{link(interface)}:{short}"[:15]


def assign_tables(previous: Mapping[str | None, int], vrfs: Iterable[str]) -> dict[str | None, int]:
    """Each VRF's kernel table: a VRF keeps its number while it lives, a new one takes the lowest free number."""
    names = sorted(set(vrfs))
    tables: dict[str | None, int] = {None: GLOBAL_TABLE}
    tables.update({name: previous[name] for name in names if name in previous})
    free = (number for number in range(GLOBAL_TABLE + 1, 1 << 31) if number not in set(tables.values()))
    for name in names:
        if name not in tables:
            tables[name] = next(free)
    return tables


def rib(table: int) -> str:
    """BIRD's table for the VRF with this kernel table."""
    return f"t{table}"


def neighbor_protocol(table: int, address: str) -> str:
    """BIRD's protocol for one neighbor of one VRF."""
    return f"bgp{table}_{address.replace('.', '_')}"


def neighbor_address(protocol: str) -> str | None:
    """The neighbor whose protocol has this name; None where it is no neighbor's."""
    found = re.fullmatch(r"bgp\d+_(\d+_\d+_\d+_\d+)", protocol)
    return found[1].replace("_", ".") if found else None


def range_protocol(table: int, prefix: str, number: int = 0) -> str:
    """BIRD's protocol that listens for the neighbors of a range, one for each interface they can come from."""
    return f"range{table}_{_place(prefix)}" + (f"_{number}" if number else "")


def dynamic_protocol(table: int, prefix: str = "", number: int = 0) -> str:
    """What the names of BIRD's protocols for neighbors from a range begin with; without a prefix, from any."""
    return f"dyn{table}_" + (f"{_place(prefix)}_{number}_" if prefix else "")


def aggregate_protocol(table: int, prefix: str) -> str:
    """BIRD's protocol for an aggregate."""
    return f"{AGGREGATE}{table}_{_place(prefix)}"


def best(table: int) -> str:
    """BIRD's table of the best learned routes of the VRF with this kernel table."""
    return f"s{table}"


def connected_protocol(table: int, interface: str) -> str:
    """BIRD's protocol for the connected prefix of one interface."""
    return f"direct{table}_{re.sub(r'[^A-Za-z0-9]', '_', interface)}"


def static_protocol(table: int, distance: int) -> str:
    """BIRD's protocol for a VRF's static routes of one distance."""
    return f"static{table}_{distance}"


def prefix_list_function(name: str) -> str:
    """BIRD's function for a prefix list."""
    return f"pl_{_distinct(name)}"


def route_map_function(name: str) -> str:
    """BIRD's function for a route map."""
    return f"rm_{_distinct(name)}"


def _place(prefix: str) -> str:
    return re.sub(r"[./]", "_", prefix)


def _distinct(name: str) -> str:
    """Readable, within BIRD's 64 characters, distinct for distinct names."""
    readable = re.sub(r"[^A-Za-z0-9]", "_", name)[:40]
    return f"{readable}_{crc32(name.encode()):08x}"
