"""Names below the prompt for IOS's names: links, kernel tables, BIRD's tables, protocols and functions."""

import re
from collections.abc import Iterable, Mapping
from zlib import crc32

LOOPBACK_LINK = "lo"
GLOBAL_TABLE = 1000
"""The kernel table of the global interfaces; VRFs have 1001 and up. The kernel reserves 253 to 255."""

Tables = Mapping[str | None, int]
"""Each VRF's kernel table; None is the global table."""

AGGREGATE = "aggr"
"""The prefix of the names of BIRD's protocols for aggregates."""

_SHORT = {"GigabitEthernet": "Gi", "TenGigabitEthernet": "Te", "FastEthernet": "Fa", "Ethernet": "Et"}
_MANAGEMENT = "GigabitEthernet1"


def is_loopback(interface: str) -> bool:
    """Return whether the long name is a loopback's."""
    return interface.startswith("Loopback")


def is_management(interface: str) -> bool:
    """Return whether it is the management port, which carries none of the network's packets."""
    return interface == _MANAGEMENT


def link(interface: str) -> str | None:
    """Return the link under an interface: `Gi2`, `lo` for every loopback, None for an interface without one.

    The management port has none: SSH reaches the router's process from outside the namespace.
    """
    if is_loopback(interface):
        return LOOPBACK_LINK
    match = re.fullmatch(r"([A-Za-z]+)([\d/.]+)", interface)
    if match is None or is_management(interface) or match[1] not in _SHORT:
        return None
    return _SHORT[match[1]] + match[2].replace("/", "-")


def address_label(interface: str) -> str:
    """Return the label that marks an address as ours, such as `lo:Lo1`; the kernel accepts 15 characters.

    Loopbacks with more than six digits share a label; the label is only a mark.
    """
    short = "Lo" + interface.removeprefix("Loopback") if is_loopback(interface) else "ios"
    return f"{link(interface)}:{short}"[:15]


def assign_tables(previous: Mapping[str | None, int], vrfs: Iterable[str]) -> dict[str | None, int]:
    """Return each VRF's kernel table: a known VRF keeps its number, a new one gets the lowest free one."""
    names = sorted(set(vrfs))
    tables: dict[str | None, int] = {None: GLOBAL_TABLE}
    tables.update({name: previous[name] for name in names if name in previous})
    free = (number for number in range(GLOBAL_TABLE + 1, 1 << 31) if number not in set(tables.values()))
    for name in names:
        if name not in tables:
            tables[name] = next(free)
    return tables


def rib(table: int) -> str:
    """Return the name of BIRD's table for the VRF with this kernel table."""
    return f"t{table}"


def neighbor_protocol(table: int, address: str) -> str:
    """Return the name of BIRD's protocol for one neighbor of one VRF."""
    return f"bgp{table}_{address.replace('.', '_')}"


def neighbor_address(protocol: str) -> str | None:
    """Return the neighbor's address of such a name; None for any other name."""
    found = re.fullmatch(r"bgp\d+_(\d+_\d+_\d+_\d+)", protocol)
    return found[1].replace("_", ".") if found else None


def range_protocol(table: int, prefix: str, number: int = 0) -> str:
    """Return the name of BIRD's protocol for a range; there is one for each interface on which it listens."""
    return f"range{table}_{_place(prefix)}" + (f"_{number}" if number else "")


def dynamic_protocol(table: int, prefix: str = "", number: int = 0) -> str:
    """Return the name prefix of BIRD's protocols for dynamic neighbors of a range; of all ranges without `prefix`."""
    return f"dyn{table}_" + (f"{_place(prefix)}_{number}_" if prefix else "")


def aggregate_protocol(table: int, prefix: str) -> str:
    """Return the name of BIRD's protocol for an aggregate."""
    return f"{AGGREGATE}{table}_{_place(prefix)}"


def best(table: int) -> str:
    """Return the name of BIRD's table of the VRF's best learned routes."""
    return f"s{table}"


def connected_protocol(table: int, interface: str) -> str:
    """Return the name of BIRD's protocol for an interface's connected prefix."""
    return f"direct{table}_{re.sub(r'[^A-Za-z0-9]', '_', interface)}"


def static_protocol(table: int, distance: int) -> str:
    """Return the name of BIRD's protocol for a VRF's static routes of one distance."""
    return f"static{table}_{distance}"


def prefix_list_function(name: str) -> str:
    """Return the name of BIRD's function for a prefix list."""
    return f"pl_{_unique_name(name)}"


def route_map_function(name: str) -> str:
    """Return the name of BIRD's function for a route map."""
    return f"rm_{_unique_name(name)}"


def _place(prefix: str) -> str:
    return re.sub(r"[./]", "_", prefix)


def _unique_name(name: str) -> str:
    """Return a readable name of at most 64 characters, BIRD's limit; different names give different results."""
    readable = re.sub(r"[^A-Za-z0-9]", "_", name)[:40]
    return f"{readable}_{crc32(name.encode()):08x}"
