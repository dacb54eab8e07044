"""A fresh lab router for every test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab_router import STARTUP, STARTUP_WITH_BGP, LabRouter, lab_router_on_a_thread


@pytest.fixture
def router(tmp_path: Path) -> Iterator[LabRouter]:
    with lab_router_on_a_thread(tmp_path / "router", startup=STARTUP) as made:
        yield made


@pytest.fixture
def bgp_router(tmp_path: Path) -> Iterator[LabRouter]:
    with lab_router_on_a_thread(tmp_path / "router", startup=STARTUP_WITH_BGP) as made:
        yield made
