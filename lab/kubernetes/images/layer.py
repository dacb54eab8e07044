"""An image's layer: a tar file whose bytes depend only on its entries."""

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
        path: Its path in the image, without a leading slash.
        content: The file's bytes, or the file on this machine with them.
        link: The target of a symbolic link.
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
        """A hash of the entry's path, kind, mode and bytes."""
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
    """Write the uncompressed layer of these entries to `path`, in the order of their paths.

    Returns:
        The layer's digest, `sha256:…`, which is also its diff id because it is not compressed.
    """
    with path.open("wb") as file, tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for entry in sorted(entries, key=lambda entry: entry.path):
            data = entry.data()
            tar.addfile(_header(entry, len(data)), io.BytesIO(data))
    with path.open("rb") as written:
        return "sha256:" + hashlib.file_digest(written, "sha256").hexdigest()
