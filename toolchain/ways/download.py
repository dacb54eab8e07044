"""The publisher's own files, where there is internet, checked against the publisher's checksums."""

import hashlib
import shutil
import tarfile
import threading
import urllib.error
import urllib.request
from functools import cache as remember
from pathlib import Path
from typing import Any

from toolchain import machine
from toolchain.errors import ToolchainError
from toolchain.ways.work import Work

PROBE_URL = "https://github.com"
PROBE_SECONDS = 3
READ_SECONDS = 60
DIGESTS = {64: "sha256", 128: "sha512"}


def install(work: Work) -> bool:
    """Download, verify and unpack; False without internet, or where the publisher does not have the file."""
    return internet() and fetch(work)


def fetch(work: Work) -> bool:
    """Do it, with no look at whether there is internet; False where the publisher does not have the file.

    Raises:
        ToolchainError: a file is not what its checksum says.
    """
    try:
        for file in work.package.table["download"]:
            _file(work, file)
    except (urllib.error.URLError, TimeoutError) as error:
        work.say(f"no download: {error}")
        return False
    return True


@remember
def internet(url: str = PROBE_URL, seconds: float = PROBE_SECONDS) -> bool:
    """True when the address answers within the time; asked once, and a slow name server does not hold it up."""
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


def _file(work: Work, file: dict[str, Any]) -> None:
    arch = file.get("arch", {}).get(machine.arch(), machine.arch())
    url, sums = (work.package.fill(file[word], arch=arch) for word in ("url", "sums"))
    name = url.rsplit("/", 1)[-1]
    expected = checksum(_text(sums), name, sums)
    archive = work.scratch / name
    with urllib.request.urlopen(url, timeout=READ_SECONDS) as answer, archive.open("wb") as target:
        shutil.copyfileobj(answer, target)
    verify(archive, expected, url)
    unpack(archive, file["unpack"], work.into / file.get("to", "."))


def _text(url: str) -> str:
    with urllib.request.urlopen(url, timeout=READ_SECONDS) as answer:
        text: bytes = answer.read()
    return text.decode()


def checksum(listing: str, name: str, source: str) -> str:
    """The hex digest that a checksum file gives for a file name.

    Raises:
        ToolchainError: the file is not listed.
    """
    for line in listing.splitlines():
        words = line.split()
        if len(words) == 2 and words[1].lstrip("*") == name and len(words[0]) in DIGESTS:
            return words[0].lower()
    raise ToolchainError(f"{source}: no checksum for '{name}': refused, since nothing unverified is installed")


def verify(file: Path, expected: str, url: str) -> None:
    """Return when the file has that digest.

    Raises:
        ToolchainError: it has another one; the file is removed.
    """
    with file.open("rb") as content:
        found = hashlib.file_digest(content, DIGESTS[len(expected)]).hexdigest()
    if found != expected:
        file.unlink()
        raise ToolchainError(
            f"{url}: checksum '{found}': the publisher's is '{expected}', so the file was thrown away",
            "something between here and the publisher alters downloads; try again from another network",
        )


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
