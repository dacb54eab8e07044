"""Fixtures of the whole lab's tests, which share one lab, and of the data plane's, which have networks of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.dataplane_router import net, router, running
from tests.lab.one_lab import OneLab
from tests.lab.story import Story, lab

__all__ = ["net", "router", "running"]

HERE = Path(__file__).parent
SHARING = ("test_calico_peers.py", "test_cluster_side.py", "test_passwords.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The lab is brought up once and the seed applied once: what shares both comes first, what takes it down last."""
    items.sort(key=place)


def place(item: pytest.Item) -> int:
    """0 for what shares the seed and for all that is not about the lab, 1 for the lab without it, 2 for the end."""
    if item.path.parent != HERE or item.get_closest_marker("lab") is None or item.path.name in SHARING:
        return 0
    return 2 if item.path.name == "test_main_job.py" else 1


@pytest.fixture(scope="session")
def one_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneLab]:
    """The session's lab; one that was down before is taken down in the end."""
    was_down = lab("status").returncode != 0
    made = OneLab(tmp_path_factory)
    try:
        yield made
        made.clear()
    finally:
        if was_down:
            assert (done := lab("down")).returncode == 0, done.stderr


@pytest.fixture(scope="module")
def story(one_lab: OneLab) -> Iterator[Story]:
    """The seed without demonstration and verification, applied, for a story of one file."""
    with one_lab.story() as story:
        yield story
