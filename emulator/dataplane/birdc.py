"""Client of BIRD's control socket.

Every answer line starts with a four-digit code and `-` (more follows) or a space (last line); a line that starts
with a space repeats the code before it; codes from 8000 are errors, those starting with 0 end a command.
Source: BIRD 2 programmer's documentation, `nest/cli.c`, `doc/reply_codes`.
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from emulator.dataplane.errors import DataplaneError


@dataclass(frozen=True)
class Reply:
    """One answer: its lines without codes, and the last line's code."""

    code: int
    lines: tuple[str, ...]

    @property
    def is_error(self) -> bool:
        """Whether BIRD refused the command."""
        return self.code >= 8000

    @property
    def text(self) -> str:
        """The answer's lines as one text."""
        return "\n".join(self.lines)


class BirdControl:
    """Opens one connection per command: the socket is local, and no dead connection is ever reused.

    Args:
        path: The control socket.
        answer_seconds: The timeout of one answer.
    """

    def __init__(self, path: Path, answer_seconds: float = 10.0) -> None:
        self._path = path
        self._seconds = answer_seconds

    def ask(self, command: str) -> Reply:
        """Return BIRD's answer to a command.

        Raises:
            DataplaneError: BIRD does not answer.
        """
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(self._seconds)
                connection.connect(str(self._path))
                with connection.makefile("rw", encoding="utf-8", errors="replace") as stream:
                    _read_reply(stream)  # the greeting
                    stream.write(command + "\n")
                    stream.flush()
                    return _read_reply(stream)
        except OSError as error:
            raise DataplaneError(f"BIRD does not answer on {self._path}: {error.strerror or error}") from error
        except EOFError as error:
            raise DataplaneError(f"BIRD does not answer on {self._path}: it closed the socket") from error

    def is_alive(self) -> bool:
        """Return whether BIRD answers."""
        try:
            return not self.ask("show status").is_error
        except DataplaneError:
            return False


def _read_reply(stream: Iterable[str]) -> Reply:
    lines: list[str] = []
    for line in stream:
        code, last, text = split_line(line.rstrip("\n"))
        lines.append(text)
        if last:
            return Reply(code, tuple(lines))
    raise EOFError


def split_line(line: str) -> tuple[int, bool, str]:
    """Return an answer line's code, whether it is the last line, and its text; a continuation has code 0."""
    if line[:4].isdigit():
        return int(line[:4]), line[4:5] == " ", line[5:]
    return 0, False, line[1:]
