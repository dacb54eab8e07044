"""One image layer: a tar file whose bytes depend on nothing but its entries."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """A file, a symbolic link or a directory of the image.

    Attributes:
        path: Where it lies in the image, without a leading slash.
        content: The file's bytes, or the file on this machine that holds them.
        link: What a symbolic link points at.
        mode: Permission bits.

    An entry with neither content nor link is a directory.
    """

    path: str
    content: bytes | Path | None = None
    link: str = ""
    mode: int = 0o755

    def data(self) -> bytes:
        """The file's bytes; empty for links and directories."""
        if isinstance(self.content, Path):
            return self.content.read_bytes()
        return self.content or b""

    def digest(self) -> str:
        """Same digest, same entry: path, kind, mode and bytes."""
        head = f"{self.path}\n{self.link}\n{self.mode:o}\n{self.content is None}\n"
        return hashlib.sha256(head.encode() + self.data()).hexdigest()


def _header(entry: Entry, size: int) -> tarfile.TarInfo:
    """The tar header of an entry: owned by root, dated 1970, so that equal entries give equal bytes."""
    info = tarfile.TarInfo(entry.path)
    info.mode = entry.mode
    info.size = size
    if entry.link:
        info.type, info.linkname, info.mode = tarfile.SYMTYPE, entry.link, 0o777
    elif entry.content is None:
        info.type = tarfile.DIRTYPE
    return info


def write_layer(entries: Iterable[Entry], path: Path) -> str:
    """The file `path` is the uncompressed layer of these entries, in the order of their paths.

    Returns:
        The layer's digest, `sha256:…`, which is also its diff id because it is not compressed.
    """
    with path.open("wb") as file, tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for entry in sorted(entries, key=lambda each: each.path):
            data = entry.data()
            tar.addfile(_header(entry, len(data)), io.BytesIO(data))
    with path.open("rb") as written:
        return "sha256:" + hashlib.file_digest(written, "sha256").hexdigest()
