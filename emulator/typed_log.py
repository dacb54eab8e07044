"""The log of typed lines in all sessions."""

from pathlib import Path

from emulator.masked_secrets import masked


class TypedLog:
    """Writes `VTY MODE LINE` for each typed line, with masked secrets; does nothing without a file.

    Args:
        path: The file, which is truncated.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        if path:
            path.write_text("")

    def note(self, vty: int, mode: str, line: str) -> None:
        """Record a line before it takes effect."""
        if self._path and line.strip():
            with self._path.open("a") as file:
                file.write(f"{vty} {mode} {masked(line)}\n")
