"""The lab's memory; a page shared by several processes counts once, split among them."""

import re
from collections.abc import Iterable
from pathlib import Path


def megabytes(pids: Iterable[int]) -> int:
    """The proportional set size of the processes together, in MB of 1,000,000 bytes; ended ones count 0.

    Source: proc(5), /proc/pid/smaps_rollup.
    """
    return sum(_pss_bytes(pid) for pid in pids) // 1_000_000


def available_megabytes() -> int:
    """The memory in MB that is available without swapping."""
    found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return int(found.group(1)) * 1024 // 1_000_000 if found else 0


def _pss_bytes(pid: int) -> int:
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found.group(1)) * 1024 if found else 0
