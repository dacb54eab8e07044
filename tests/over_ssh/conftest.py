"""A fresh lab router for every test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab_router import STARTUP, STARTUP_WITH_BGP, LabRouter, lab_router_on_a_thread
from tests.over_ssh.relay import Relay, relay


@pytest.fixture
def router(tmp_path: Path) -> Iterator[LabRouter]:
    with lab_router_on_a_thread(tmp_path / "router", startup=STARTUP) as made:
        yield made


@pytest.fixture
def bgp_router(tmp_path: Path) -> Iterator[LabRouter]:
    with lab_router_on_a_thread(tmp_path / "router", startup=STARTUP_WITH_BGP) as made:
        yield made


@pytest.fixture
def wire(router: LabRouter) -> Iterator[Relay]:
    """A wire to the module's router, which may be cut."""
    with relay(router.port) as made:
        yield made
