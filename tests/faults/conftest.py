"""What a stage puts into this process's environment goes with the test that needed it."""

from collections.abc import Iterator

import pytest

from apply.device import Device
from tests.faults.stage import SOON
from tests.lab_router import PASSWORD


@pytest.fixture(scope="module", autouse=True)
def passwords() -> Iterator[None]:
    """The passwords are in the environment, as a stage wants it, and no longer than a module's stages live."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BGP_COEXIST_ROUTER_PASSWORD", PASSWORD)
        patch.setenv("BGP_COEXIST_BGP_PASSWORD", "a-good-word")
        yield


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the matrix's workers."""
    monkeypatch.setattr(Device.__init__, "__defaults__", SOON)
