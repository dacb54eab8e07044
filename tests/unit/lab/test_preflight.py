"""What stands in the way of the lab is said before anything is made, all at once."""

import socket
from pathlib import Path
from typing import NamedTuple

import pytest

from lab import preflight
from lab.errors import LabError
from lab.fabric import Fabric
from lab.fabric.places import Places
from toolchain import ToolchainError


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def fabric(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fabric:
    """A machine on which nothing is in the way."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(0, 0, 90_000_000_000))
    monkeypatch.setattr(preflight, "available_megabytes", lambda: 8000)
    monkeypatch.setattr(preflight, "part", lambda name: Path("/parts") / name)
    monkeypatch.setattr(preflight, "PORTS", {})
    return Fabric(Places(tmp_path / ".lab"), "coexist-unit")


def text(fabric: Fabric) -> str:
    with pytest.raises(LabError) as caught:
        preflight.check(fabric)
    return str(caught.value)


def missing(name: str) -> Path:
    raise ToolchainError(f"toolchain: part '{name}' is not installed", "make setup")


def test_nothing_in_the_way_is_no_error(fabric: Fabric) -> None:
    preflight.check(fabric)


def test_missing_parts_are_counted(fabric: Fabric, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "part", missing)
    monkeypatch.setattr(preflight, "PARTS", ("a", "b", "c", "d", "e", "f"))
    assert text(fabric) == "lab: 6 of 6 parts are not installed: a, b, c, d and 2 more\n  hint: make setup"


def test_missing_programs_are_named(fabric: Fabric, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None if name == "nsenter" else name)
    assert text(fabric) == (
        "lab: programs missing on this machine: nsenter\n  hint: apt-get install iproute2 util-linux procps"
    )


def test_a_taken_port_is_named_with_what_it_is_for(fabric: Fabric, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(preflight, "PORTS", {port: ("the API server", "master1.port")})
        assert text(fabric) == (
            f"lab: port '127.0.0.1:{port}', needed for the API server, is in use: Address already in use\n"
            f"  hint: `ss -ltnp sport = :{port}` shows whose it is"
        )


def test_too_little_memory_and_disk_are_said_together(fabric: Fabric, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "available_megabytes", lambda: 900)
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(0, 0, 100_000_000))
    assert text(fabric) == (
        "lab: 2 problems on this machine\n"
        "  lab: too little memory: 900 MB available, the lab needs 2500 MB\n"
        "    hint: end something that uses a lot of it\n"
        f"  lab: too little disk space: 100 MB free at '{fabric.places.root.parent}', the lab needs 3000 MB\n"
        "    hint: make room there"
    )


def test_nothing_is_made_when_something_is_in_the_way(fabric: Fabric, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "available_megabytes", lambda: 900)
    text(fabric)
    assert not fabric.places.root.exists()
