"""A fresh lab router and a stack for it, for every test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab_router import STARTUP_WITH_BGP, lab_router
from tests.stack.router_stack import RouterStack


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[RouterStack]:
    with lab_router(tmp_path / "router") as router:
        yield RouterStack(tmp_path, router)


@pytest.fixture
def bgp_stack(tmp_path: Path) -> Iterator[RouterStack]:
    with lab_router(tmp_path / "router", startup=STARTUP_WITH_BGP) as router:
        yield RouterStack(tmp_path, router)
