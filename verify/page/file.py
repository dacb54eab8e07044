"""The page's file and the record beside it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from picture.network import Network
from verify.check import Result
from verify.page.page import Run, page
from verify.page.record import as_text, last_record, record_file, record_of
from verify.whole_file import write_whole

_OPTION = "--html: "


class PageFile:
    """The page of one stack; the record of the run before is read at once.

    Args:
        file: The page's file.
        stack: The stack's name.

    Raises:
        CoexistError: The file beside the page is not such a record.
    """

    def __init__(self, file: Path, stack: str) -> None:
        self._file = file
        self._stack = stack
        self._before = last_record(file, stack)

    def write(self, results: Sequence[Result], network: Network) -> None:
        """Write the page of a run that has just ended, then its record, each of them whole or not at all.

        Raises:
            CoexistError: One cannot be written.
        """
        now = record_of(self._stack, f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}", results)
        write_whole(self._file, page(Run(results, network, now, self._before)), _OPTION)
        write_whole(record_file(self._file), as_text(now), _OPTION)
