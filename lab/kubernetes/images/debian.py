"""Files of unpacked Debian packages, as entries of an image."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from lab.kubernetes.images.layer import Entry


def files_of(root: Path, pattern: str, without: Collection[str]) -> Iterator[Path]:
    """The files below `root` that match the pattern, except those that lie in a folder called like one of `without`."""
    for file in sorted(root.rglob(pattern)):
        if not set(without).intersection(file.relative_to(root).parts):
            yield file


def packaged(root: Path, files: Iterable[Path]) -> Iterator[Entry]:
    """The entries for files and links below `root`, each at the place and with the mode that its package gave it."""
    for file in files:
        path = str(file.relative_to(root))
        if file.is_symlink():
            yield Entry(path, link=str(file.readlink()))
        elif file.is_file():
            yield Entry(path, file, mode=file.stat().st_mode & 0o777)
