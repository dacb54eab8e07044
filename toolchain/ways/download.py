"""Downloads of the publisher's files, checked against the checksums in `versions.toml`.

A checksum from the file's own server would prove nothing: an attacker there can replace both.
"""

import hashlib
import shutil
import tarfile
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from functools import cache as remember
from pathlib import Path
from typing import Any

from toolchain import machine
from toolchain.errors import ToolchainError
from toolchain.package import Package
from toolchain.ways.work import Work

PROBE_URL = "https://github.com"
PROBE_SECONDS = 3
READ_SECONDS = 60


def install(work: Work) -> bool:
    """Download, verify and unpack; False: this way is not available, or the publisher does not have the file."""
    if not unpinned(work.package) and not internet(_probe(work.package)):
        return False
    return fetch(work)


def is_open(package: Package) -> bool:
    """Whether every file of the package has its checksum, and the internet can be reached."""
    return not unpinned(package) and internet(_probe(package))


def _probe(package: Package) -> str:
    """The URL that tells whether its publisher can be reached."""
    return str(package.table.get("probe", PROBE_URL))


def unpinned(package: Package) -> list[str]:
    """The URLs of the package's files without a checksum in `versions.toml` for this processor."""
    return [address(package, file) for file in package.table["download"] if machine.arch() not in file["sha256"]]


def address(package: Package, file: Mapping[str, Any], processor: str | None = None) -> str:
    """The URL of a file of `versions.toml`, for this machine's processor or a given one."""
    processor = processor or machine.arch()
    return package.fill(file["url"], arch=file.get("arch", {}).get(processor, processor))


def fetch(work: Work) -> bool:
    """Download without a check of the internet; False: a checksum or the publisher's file is missing.

    Raises:
        ToolchainError: a file does not have the pinned checksum.
    """
    for url in unpinned(work.package):
        work.say(f"{url}: refused: versions.toml has no sha256 of it for {machine.arch()}")
        return False
    try:
        for file in work.package.table["download"]:
            _file(work, file)
    except (urllib.error.URLError, TimeoutError) as error:
        work.say(f"no download: {error}")
        return False
    return True


@remember
def internet(url: str = PROBE_URL, seconds: float = PROBE_SECONDS) -> bool:
    """Whether the URL answers within the time; the result is kept, and a slow name server does not delay it."""
    answers: list[bool] = []

    def ask() -> None:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=seconds):
                answers.append(True)
        except OSError:
            answers.append(False)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    return answers == [True]


def _file(work: Work, file: Mapping[str, Any]) -> None:
    url = address(work.package, file)
    archive = work.scratch / url.rsplit("/", 1)[-1]
    with urllib.request.urlopen(url, timeout=READ_SECONDS) as answer, archive.open("wb") as target:
        shutil.copyfileobj(answer, target)
    verify(archive, file["sha256"][machine.arch()], url)
    unpack(archive, file["unpack"], work.into / file.get("to", "."))


def verify(file: Path, expected: str, url: str) -> None:
    """Check the file's SHA-256.

    Raises:
        ToolchainError: it differs; the file is removed.
    """
    found = sha256(file)
    if found != expected:
        file.unlink()
        raise ToolchainError(
            f"{url}: refused: sha256 '{found}' is not '{expected}', which versions.toml pins",
            "something alters downloads, or the publisher replaced the file; try again from another network",
        )


def sha256(file: Path) -> str:
    """The file's SHA-256 in hex digits."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def unpack(archive: Path, inside: str, into: Path) -> None:
    """Unpack the files below the folder `inside` of a tar archive; links, and paths that lead outside, are left out."""
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            path = Path(member.name)
            if not member.isfile() or ".." in path.parts or not path.is_relative_to(inside):
                continue
            target = into / path.relative_to(inside)
            target.parent.mkdir(parents=True, exist_ok=True)
            content = tar.extractfile(member)
            assert content
            with content, target.open("wb") as file:
                shutil.copyfileobj(content, file)
            target.chmod(0o755 if member.mode & 0o100 else 0o644)
