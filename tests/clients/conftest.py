"""Routers for clients: as the seed has them, with what clients need to move files and take changes back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lab_router import PASSWORD, PROJECT, LabRouter, lab_router

SEED = (PROJECT / "tests" / "unit" / "emulator" / "seed.txt").read_text()
BASE = f"""\
hostname csr1000v
enable secret 0 sesame
ip domain name lab.example
username low secret 0 {PASSWORD}
ip scp server enable
archive
 path bootflash:archive
!
"""
STARTUP = f"{BASE}{SEED}\nend\n"

Where = dict[str, Any]
"""How a client reaches a router: host, port, username, password, known_hosts."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is about clients, and may first have to fetch one of them."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("clients")
            item.add_marker(pytest.mark.timeout(1200))


@pytest.fixture(scope="session")
def host_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One host key for all routers: making one takes a second."""
    return tmp_path_factory.mktemp("router") / "host_key"


@pytest.fixture
def profile() -> str:
    """The release to imitate; tests about SSH itself take both."""
    return "17.15"


@pytest.fixture
def startup() -> str:
    """What the router boots with; tests that need something else parametrize it."""
    return STARTUP


@pytest.fixture
def options() -> list[str]:
    """Further options of the router; tests that need some parametrize them."""
    return []


@pytest.fixture
def router(tmp_path: Path, host_key: Path, profile: str, startup: str, options: list[str]) -> Iterator[LabRouter]:
    """A fresh router with the seed's configuration."""
    words = ["--profile", profile, "--host-key", str(host_key), *options]
    with lab_router(tmp_path / "router", *words, startup=startup) as made:
        yield made


@pytest.fixture
def where(router: LabRouter, tmp_path: Path) -> Where:
    """How to reach it."""
    return way_to(router, tmp_path)


def way_to(router: LabRouter, folder: Path) -> Where:
    """How clients reach a router; every client checks the host key."""
    known = folder / "known_hosts"
    known.write_text(f"[127.0.0.1]:{router.port} {router.host_key}\n127.0.0.1 {router.host_key}\n")
    login = {"username": "admin", "password": PASSWORD}
    return {"host": "127.0.0.1", "port": router.port, "known_hosts": str(known), **login}
