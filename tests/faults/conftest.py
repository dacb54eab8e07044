"""What a stage puts into this process's environment goes with the test that needed it."""

import pytest

from apply.device import Device
from tests.faults.stage import SOON
from tests.lab_router import PASSWORD


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The router's password is in the environment, as a stage wants it, and no longer."""
    monkeypatch.setenv("BGP_COEXIST_ROUTER_PASSWORD", PASSWORD)
    monkeypatch.setenv("BGP_COEXIST_BGP_PASSWORD", "a-good-word")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the matrix's workers."""
    monkeypatch.setattr(Device.__init__, "__defaults__", SOON)
