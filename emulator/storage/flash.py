"""The flash file system, in memory; `flash:` and `bootflash:` are the same."""

from dataclasses import dataclass, field
from datetime import datetime

CAPACITY = 7897796608
NAMES = ("flash:", "bootflash:")


@dataclass
class File:
    """A file and its modification time."""

    data: bytes
    written: datetime


@dataclass
class Flash:
    """Files by name, without the file system's prefix."""

    files: dict[str, File] = field(default_factory=dict)

    def free(self) -> int:
        """Return the free bytes."""
        return CAPACITY - 986345472 - sum(len(file.data) for file in self.files.values())

    def read(self, name: str) -> str | None:
        """Return a file's text; None if it does not exist."""
        file = self.files.get(name)
        return file.data.decode("utf-8", "replace") if file else None

    def listing(self, only: str = "") -> str:
        """Return the output of `dir` for all files or one."""
        rows = [_row(number, name, self.files[name]) for number, name in enumerate(sorted(self.files), start=12)]
        shown = [row for row in rows if not only or row.endswith(f"  {only}")]
        total = f"{CAPACITY} bytes total ({self.free()} bytes free)"
        return "\n".join([f"Directory of bootflash:/{only}", "", *shown, "", total])


def _row(number: int, name: str, file: File) -> str:
    written = f"{file.written:%b} {file.written.day} {file.written:%Y %H:%M:%S} +00:00"
    return f"{number:5}  -rw-  {len(file.data):15}  {written}  {name}"


def flash_name(url: str) -> str | None:
    """Return the file name in `flash:/X`, `bootflash:X` or `X`; None for another file system."""
    for start in NAMES:
        if url.startswith(start):
            return url[len(start) :].lstrip("/")
    return None if ":" in url else url.lstrip("/")
