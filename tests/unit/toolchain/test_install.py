"""Each package all or nothing, one process at a time."""

import fcntl
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eventually import eventually
from toolchain import ToolchainError, places
from toolchain.install import install, one_at_a_time, ready
from toolchain.package import Package, packages
from toolchain.progress import Progress


@pytest.fixture
def progress() -> Progress:
    return Progress(io.StringIO(), [1])


def _stand_in(parts: dict[str, str]) -> Package:
    table = {"stand_ins": {"bin/thing": "command"}}
    return Package("thing", "1", "engine", ("stand-in",), parts, table, key="abc")


def test_a_package_is_ready_once_it_is_installed(progress: Progress) -> None:
    package = _stand_in({"thing": "bin/thing"})
    assert not ready(package)
    install(package, progress)
    assert ready(package)
    assert os.access(package.folder / "bin" / "thing", os.X_OK)


def test_nothing_of_a_failed_installation_stays(progress: Progress, cache: Path) -> None:
    package = _stand_in({"thing": "bin/another"})
    with pytest.raises(ToolchainError) as caught:
        install(package, progress)
    assert str(caught.value) == f"thing 1: part 'thing' is not in it\nhint: see {places.log('thing')}"
    assert not package.folder.exists()
    assert not (cache / "tmp" / "thing").exists()


def test_what_an_interrupted_installation_left_is_cleared_away(progress: Progress, cache: Path) -> None:
    (cache / "tmp" / "thing" / "into" / "bin").mkdir(parents=True)
    package = _stand_in({"thing": "bin/thing"})
    install(package, progress)
    assert ready(package)


def test_a_package_that_has_lost_a_part_is_replaced(progress: Progress) -> None:
    package = _stand_in({"thing": "bin/thing"})
    install(package, progress)
    (package.folder / "bin" / "thing").unlink()
    assert not ready(package)
    install(package, progress)
    assert ready(package)


def test_the_launcher_runs_from_the_cache_alone(progress: Progress) -> None:
    install(_stand_in({"thing": "bin/thing"}), progress)
    launcher = (places.cache() / "parts" / "thing-1-abc" / "bin" / "thing").read_text()
    python = packages()["python"].folder / "bin" / "python"
    assert launcher.splitlines()[-1] == (
        f"""exec '{python}' -E -u "$here/../toolchain/stand_ins/__main__.py" command "$@\""""
    )
    assert str(places.REPOSITORY) not in launcher


@pytest.fixture
def held(cache: Path) -> Iterator[io.TextIOBase]:
    """The lock, held as by process 4711."""
    cache.mkdir()
    with (cache / "lock").open("w") as lock:
        lock.write("4711")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def test_a_second_setup_says_so_and_waits(held: io.TextIOBase) -> None:
    out = io.StringIO()
    entered = threading.Event()

    def wait() -> None:
        with one_at_a_time(out):
            entered.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert eventually(lambda: "waiting" in out.getvalue(), True)
    assert not entered.wait(0.2)
    fcntl.flock(held.fileno(), fcntl.LOCK_UN)
    waiting.join(5)
    assert entered.is_set()
    assert out.getvalue() == "another setup is running (process 4711): waiting for it\n"
