"""Memory of processes: each one's own counts, and what has ended does not."""

import os
import subprocess
import sys

from lab.fabric import memory

HOLDS_80_MB = "held = bytes(range(256)) * 312500; print('held', flush=True); input()"


def test_the_memory_of_a_child_counts_beside_its_parents() -> None:
    before = memory.megabytes([os.getpid()])
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS_80_MB], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == "held\n"
        assert 75 < memory.megabytes([os.getpid(), child.pid]) - before < 120
        child.communicate("\n")


def test_what_has_ended_counts_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    assert memory.megabytes([child.pid]) == 0
