"""Files that are written whole or not at all."""

import os
from pathlib import Path

from errors import CoexistError


def write_whole(path: Path, text: str, named: str = "") -> None:
    """Write a file; who reads it meanwhile has the one before.

    Args:
        path: The file.
        text: Its content.
        named: What named it, for the error: `--html: `.

    Raises:
        CoexistError: It cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, "utf-8")
        part.replace(path)
    except OSError as error:
        raise CoexistError(f"{named}{path} cannot be written: {error.strerror}") from None
