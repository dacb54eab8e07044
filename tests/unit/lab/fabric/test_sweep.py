"""What is found of a lab while its parts come and go."""

import threading
from pathlib import Path

import pytest

from lab.fabric import sweep


def test_groups_are_found_deepest_first_while_others_come_and_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "CGROUPS", tmp_path)
    kept = tmp_path / "memory/lab/kubepods"
    kept.mkdir(parents=True)
    over = threading.Event()

    def churn() -> None:
        while not over.is_set():
            pods = [kept / f"pod{number}/container" for number in range(20)]
            for pod in pods:
                pod.mkdir(parents=True)
            for pod in pods:
                pod.rmdir()
                pod.parent.rmdir()

    churning = threading.Thread(target=churn)
    churning.start()
    try:
        found = [sweep.cgroups("lab") for _ in range(200)]
    finally:
        over.set()
        churning.join()
    assert all(each[-2:] == [kept, kept.parent] for each in found)
