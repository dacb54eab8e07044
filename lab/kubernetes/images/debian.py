"""Files of unpacked Debian packages, as entries of an image."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from lab.kubernetes.images.layer import Entry


def files_of(root: Path, pattern: str, without: Collection[str]) -> Iterator[Path]:
    """The files below `root` that match the pattern, except those in a folder with a name in `without`."""
    for file in sorted(root.rglob(pattern)):
        if not set(without).intersection(file.relative_to(root).parts):
            yield file


def packaged(root: Path, files: Iterable[Path]) -> Iterator[Entry]:
    """The entries of files and links below `root`, with their paths and modes in the package."""
    for file in files:
        path = str(file.relative_to(root))
        if file.is_symlink():
            yield Entry(path, link=str(file.readlink()))
        elif file.is_file():
            yield Entry(path, file, mode=file.stat().st_mode & 0o777)
