"""The lab's memory; a page shared by several processes counts once, split among them."""

import ctypes
import re
from collections.abc import Iterable
from pathlib import Path


def megabytes(pids: Iterable[int]) -> int:
    """The proportional set size of the processes together, in MB of 1,000,000 bytes; ended ones count 0.

    A process that has its parent's memory, as user-mode Linux's helpers do, counts once with the parent.

    Source: proc(5), /proc/pid/smaps_rollup.
    """
    counted = set(pids)
    return sum(_pss_bytes(pid) for pid in counted if not _has_memory_of(pid, _parent(pid), counted)) // 1_000_000


def available_megabytes() -> int:
    """The memory in MB that is available without swapping."""
    found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return int(found.group(1)) * 1024 // 1_000_000 if found else 0


def _has_memory_of(pid: int, parent: int, counted: set[int]) -> bool:
    """Whether the process and its parent, which is counted as well, are two of the same memory.

    Source: kcmp(2) with KCMP_VM; 312 is its number on x86-64, where alone user-mode Linux runs.
    """
    return parent in counted and ctypes.CDLL(None).syscall(312, pid, parent, 1, 0, 0) == 0


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _pss_bytes(pid: int) -> int:
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found.group(1)) * 1024 if found else 0
