"""The record of what was typed, line by line, in all sessions: what a client really sent."""

from pathlib import Path

from emulator.masks import masked


class TypedLog:
    """One line in a file per line typed: `VTY MODE LINE`, secrets left out; nothing without a file.

    Args:
        path: The file; it is emptied first.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        if path:
            path.write_text("")

    def note(self, vty: int, mode: str, line: str) -> None:
        """A line arrived, and has not taken effect yet."""
        if self._path and line.strip():
            with self._path.open("a") as file:
                file.write(f"{vty} {mode} {masked(line)}\n")
