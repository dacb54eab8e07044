"""How the workers of a run share its tests: a file at a time, but one worker has all that needs the lab.

The lab waits for the network most of its time: beside it the other workers have the processors for everything else.
So its tests come first, and one after the other.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

PROJECT = Path(__file__).parents[1]
# The files with a test marked `lab`; tests/unit/test_tiers.py compares.
LAB = (
    "tests/docs/test_readme.py",
    "tests/lab/test_calico_peers.py",
    "tests/lab/test_cluster_away.py",
    "tests/lab/test_cluster_side.py",
    "tests/lab/test_frr_job.py",
    "tests/lab/test_frr_modes.py",
    "tests/lab/test_lab.py",
    "tests/lab/test_main_job.py",
    "tests/lab/test_passwords.py",
)


class LabFirst(LoadFileScheduling):  # type: ignore[misc] # xdist has no types
    """As `--dist loadfile`, with the lab's files as one."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "the lab" if file in LAB else file


def lab_first(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The same tests, those in the lab's files first."""
    return sorted(items, key=lambda item: item.nodeid.split("::", 1)[0] not in LAB)
