"""`python -m toolchain pin`: the checksums of the publishers' current files, and those in `versions.toml`.

For a change of a version: compare the printed checksums with a second source before you pin them.
"""

import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from toolchain import machine
from toolchain.errors import ToolchainError
from toolchain.package import Package
from toolchain.ways import download


def compare(packages: Iterable[Package], out: TextIO) -> bool:
    """Print a line for each file and processor; True when every checksum is the pinned one.

    Raises:
        ToolchainError: a file cannot be downloaded.
    """
    same = True
    for package in packages:
        for file in package.table.get("download", ()):
            for processor in machine.ARCHITECTURES.values():
                found, pinned = _sum(download.address(package, file, processor)), file["sha256"].get(processor)
                state = "as pinned" if found == pinned else f"pinned is {pinned or 'nothing'}"
                out.write(f'{package.title}: {processor} = "{found}" ({state})\n')
                same = same and found == pinned
    return same


def _sum(url: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        try:
            with urllib.request.urlopen(url, timeout=download.READ_SECONDS) as answer, file.open("wb") as target:
                shutil.copyfileobj(answer, target)
        except OSError as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            raise ToolchainError(f"{url}: no download: {error}", "sums are printed where the internet is") from error
        return download.sha256(file)
