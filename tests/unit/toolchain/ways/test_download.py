"""Downloads from a real server on this machine: what is right is unpacked, what is not is refused."""

import functools
import hashlib
import http.server
import io
import socket
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.closed_port import closed_port
from toolchain import ToolchainError
from toolchain.ways import download
from toolchain.ways.work import Work

ARCHIVE = "thing-v1.2.3.tar.gz"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address it is served at."""
    folder = tmp_path / "site"
    folder.mkdir()
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _archive(folder: Path) -> str:
    """Write an archive as a publisher would, and return its SHA-256."""
    with tarfile.open(folder / ARCHIVE, "w:gz") as tar:
        for name in ("pulumi/thing", "pulumi/README", "elsewhere/other", "pulumi/../../outside"):
            member = tarfile.TarInfo(name)
            member.size, member.mode = 5, 0o755
            tar.addfile(member, io.BytesIO(b"hello"))
    return hashlib.sha256((folder / ARCHIVE).read_bytes()).hexdigest()


@pytest.fixture
def work(make_work: Callable[..., Work], site: tuple[Path, str]) -> Work:
    return make_work(
        {
            "download": [
                {
                    "url": site[1] + "/thing-v{version}.tar.gz",
                    "sums": site[1] + "/SUMS",
                    "unpack": "pulumi",
                    "to": "bin",
                }
            ]
        }
    )


def test_what_its_checksum_says_is_unpacked(work: Work, site: tuple[Path, str]) -> None:
    (site[0] / "SUMS").write_text(f"{_archive(site[0])}  {ARCHIVE}\n")
    assert download.fetch(work)
    assert sorted(path.name for path in (work.into / "bin").iterdir()) == ["README", "thing"]
    assert (work.into / "bin" / "thing").stat().st_mode & 0o111


def test_another_checksum_is_refused_and_nothing_is_unpacked(work: Work, site: tuple[Path, str]) -> None:
    found = _archive(site[0])
    (site[0] / "SUMS").write_text(f"{'0' * 64}  {ARCHIVE}\n")
    with pytest.raises(ToolchainError) as caught:
        download.fetch(work)
    assert str(caught.value) == (
        f"{site[1]}/{ARCHIVE}: checksum '{found}': the publisher's is '{'0' * 64}', so the file was thrown away\n"
        "hint: something between here and the publisher alters downloads; try again from another network"
    )
    assert not list(work.into.iterdir())
    assert not list(work.scratch.iterdir())


def test_a_file_without_a_checksum_is_refused(work: Work, site: tuple[Path, str]) -> None:
    (site[0] / "SUMS").write_text(f"{_archive(site[0])}  another.tar.gz\n")
    with pytest.raises(ToolchainError) as caught:
        download.fetch(work)
    assert str(caught.value) == (
        f"{site[1]}/SUMS: no checksum for '{ARCHIVE}': refused, since nothing unverified is installed"
    )


def test_where_the_publisher_has_no_such_file_another_way_is_tried(work: Work) -> None:
    assert not download.fetch(work)
    assert work.log.read_text() == "no download: HTTP Error 404: File not found\n"


def test_sha512_listings_work_too() -> None:
    assert download.checksum(f"{'AB' * 64} *{ARCHIVE}", ARCHIVE, "SUMS") == "ab" * 64


def test_a_server_that_answers_is_internet(site: tuple[Path, str]) -> None:
    assert download.internet(site[1] + "/?", 3)


def test_a_server_that_refuses_is_not() -> None:
    assert not download.internet(f"http://127.0.0.1:{closed_port()}", 3)


def test_silence_is_given_up_on_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        assert not download.internet(f"http://127.0.0.1:{silent.getsockname()[1]}", 0.2)
        assert time.monotonic() - began < 2
