"""Waiting says what was seen last and what the log ends with."""

from pathlib import Path

import pytest

from lab.errors import LabError
from lab.fabric.processes import Process
from lab.fabric.wait import wait_for


def test_it_returns_as_soon_as_the_check_holds() -> None:
    seen = iter(["not yet", "almost", None])
    wait_for("it", lambda: next(seen), seconds=5, every=0)
    assert list(seen) == []


def test_after_the_limit_it_says_what_was_seen_last_and_what_the_log_ends_with(tmp_path: Path) -> None:
    log = tmp_path / "worker1.kubelet.log"
    log.write_text("first\nsecond\nthird\nfourth\n")
    with pytest.raises(LabError) as caught:
        wait_for("the node to register", lambda: "no node", seconds=0, who="worker1", log=log, every=0)
    assert str(caught.value) == (
        "worker1: waited 0 s for the node to register: last saw no node\n"
        f"  log {log}:\n"
        "    second\n    third\n    fourth"
    )


def test_a_process_that_ended_is_not_waited_for() -> None:
    ended = Process("worker1.kubelet", 0, 0, "", 0, ())
    with pytest.raises(LabError) as caught:
        wait_for("the node to register", lambda: "no node", seconds=60, who="worker1", process=ended)
    expected = "worker1: worker1.kubelet ended while waiting for the node to register; last saw no node"
    assert str(caught.value) == expected
