"""The router's archive of configurations: how many files it keeps, and which of them is deleted next.

Starting the revert timer puts one file there. A full archive deletes its oldest file for it.

Source: the captures of `show archive` in genieparser and ntc-templates; Cisco's command reference for `maximum` of
`archive`, 10 where it is not configured.
"""

import re
from dataclasses import dataclass

SHOW_ARCHIVE = "show archive"

_DEFAULT_MAXIMUM = 10
_MAXIMUM = re.compile(r"maximum archive configurations allowed is (\d+)")
_SAVED = re.compile(r"There are currently (\d+) archive configurations saved")
_FILE = re.compile(r"(?m)^ *\d+ +(\S+)( +<- Most Recent)? *$")


@dataclass(frozen=True)
class ArchiveFiles:
    """The archive's files.

    Args:
        saved: The number of files.
        maximum: The largest number of files.
        oldest: The name of the file that a full archive deletes next; "" where it is unknown.
    """

    saved: int
    maximum: int
    oldest: str

    @property
    def free(self) -> int:
        """How many more files fit before the oldest is deleted."""
        return max(0, self.maximum - self.saved)


def archive_files_in(text: str) -> ArchiveFiles | None:
    """What `show archive` lists, None where the answer is no listing."""
    saved = _SAVED.search(text)
    if not saved:
        return None
    maximum = _MAXIMUM.search(text)
    return ArchiveFiles(int(saved[1]), int(maximum[1]) if maximum else _DEFAULT_MAXIMUM, _oldest(text))


def _oldest(text: str) -> str:
    """The file after the most recent one, the first after the last: in a full archive that is the oldest."""
    found = [(match[1], bool(match[2])) for match in _FILE.finditer(text)]
    recent = next((index for index, (_, most_recent) in enumerate(found) if most_recent), len(found) - 1)
    return found[(recent + 1) % len(found)][0] if found else ""
