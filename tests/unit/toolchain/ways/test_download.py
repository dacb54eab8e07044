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
from dataclasses import replace
from pathlib import Path

import pytest

from tests.closed_port import closed_port
from toolchain import ToolchainError, machine, pin
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
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
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


MakeDownload = Callable[[dict[str, str]], Work]


@pytest.fixture
def download_of(make_work: Callable[..., Work], site: tuple[Path, str]) -> MakeDownload:
    """The installation of the site's archive, with these sums pinned by processor."""

    def make(sums: dict[str, str]) -> Work:
        url = site[1] + "/thing-v{version}.tar.gz"
        return make_work({"download": [{"url": url, "sha256": sums, "unpack": "pulumi", "to": "bin"}]})

    return make


def test_what_its_pinned_sum_says_is_unpacked(download_of: MakeDownload, site: tuple[Path, str]) -> None:
    work = download_of({machine.arch(): _archive(site[0])})
    assert download.fetch(work)
    assert sorted(path.name for path in (work.into / "bin").iterdir()) == ["README", "thing"]
    assert (work.into / "bin" / "thing").stat().st_mode & 0o111


def test_a_publisher_elsewhere_is_asked_for_itself(download_of: MakeDownload, site: tuple[Path, str]) -> None:
    package = download_of({machine.arch(): _archive(site[0])}).package
    assert download.is_open(replace(package, table={**package.table, "probe": site[1] + "/?"}))
    silent = {**package.table, "probe": f"http://127.0.0.1:{closed_port()}"}
    assert not download.is_open(replace(package, table=silent))


def test_another_sum_is_refused_and_nothing_is_unpacked(download_of: MakeDownload, site: tuple[Path, str]) -> None:
    found = _archive(site[0])
    work = download_of({machine.arch(): "0" * 64})
    # What the publisher says of its own file counts for nothing.
    (site[0] / "SUMS").write_text(f"{found}  {ARCHIVE}\n")
    with pytest.raises(ToolchainError) as caught:
        download.fetch(work)
    assert str(caught.value) == (
        f"{site[1]}/{ARCHIVE}: refused: sha256 '{found}' is not '{'0' * 64}', which versions.toml pins\n"
        "hint: something alters downloads, or the publisher replaced the file; try again from another network"
    )
    assert not list(work.into.iterdir())
    assert not list(work.scratch.iterdir())


@pytest.mark.parametrize("sums", [{}, {"riscv64": "0" * 64}], ids=["none", "another processor's"])
def test_a_file_without_a_pinned_sum_is_refused_in_one_line_and_another_way_is_tried(
    download_of: MakeDownload, site: tuple[Path, str], sums: dict[str, str]
) -> None:
    _archive(site[0])
    work = download_of(sums)
    assert not download.install(work)
    assert work.log.read_text() == (
        f"{site[1]}/{ARCHIVE}: refused: versions.toml has no sha256 of it for {machine.arch()}\n"
    )
    assert not list(work.into.iterdir())


def test_a_file_without_a_pinned_sum_is_no_open_way(download_of: MakeDownload) -> None:
    assert not download.is_open(download_of({}).package)


def test_where_the_publisher_has_no_such_file_another_way_is_tried(download_of: MakeDownload) -> None:
    work = download_of({machine.arch(): "0" * 64})
    assert not download.fetch(work)
    assert work.log.read_text() == "no download: HTTP Error 404: File not found\n"


def test_new_sums_are_printed_beside_the_pinned_ones(download_of: MakeDownload, site: tuple[Path, str]) -> None:
    found, out = _archive(site[0]), io.StringIO()
    assert not pin.compare([download_of({"amd64": found}).package], out)
    assert out.getvalue() == (
        f'thing 1.2.3: amd64 = "{found}" (as pinned)\nthing 1.2.3: arm64 = "{found}" (pinned is nothing)\n'
    )


def test_sums_that_are_all_pinned_are_a_success(download_of: MakeDownload, site: tuple[Path, str]) -> None:
    found = _archive(site[0])
    assert pin.compare([download_of({"amd64": found, "arm64": found}).package], io.StringIO())


def test_a_sum_that_cannot_be_had_is_one_sentence(download_of: MakeDownload, site: tuple[Path, str]) -> None:
    with pytest.raises(ToolchainError) as caught:
        pin.compare([download_of({}).package], io.StringIO())
    assert str(caught.value) == (
        f"{site[1]}/{ARCHIVE}: no download: HTTP Error 404: File not found\n"
        "hint: sums are printed where the internet is"
    )


def test_a_server_that_answers_is_internet(site: tuple[Path, str]) -> None:
    assert download.internet(site[1] + "/?", 3)


def test_a_server_that_refuses_is_not() -> None:
    assert not download.internet(f"http://127.0.0.1:{closed_port()}", 3)


def test_silence_is_given_up_on_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        assert not download.internet(f"http://127.0.0.1:{silent.getsockname()[1]}", 0.2)
        assert time.monotonic() - began < 2
