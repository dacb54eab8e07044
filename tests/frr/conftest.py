"""One FRR router for a file of tests, put back before each of them."""

import os
from collections.abc import Iterator
from contextlib import closing

import pytest

from platforms.frr.cli.session import Session
from tests.frr_router import FrrRouter, frr_router


@pytest.fixture(scope="module")
def one_router(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrrRouter]:
    if os.geteuid() != 0:
        pytest.skip("an FRR router of its own has namespaces, so it needs root")
    with frr_router(tmp_path_factory.mktemp("frr") / "router") as made:
        yield made


@pytest.fixture
def router(one_router: FrrRouter) -> FrrRouter:
    one_router.reset()
    return one_router


@pytest.fixture
def session(router: FrrRouter) -> Iterator[Session]:
    with closing(router.connect()) as made:
        yield made
