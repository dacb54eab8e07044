"""A fleet file, read."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from errors import IntentError, Problem
from model.fleet_file import FleetFile
from model.load import form_problems
from model.stack_file import UnreadableError, document


def read(path: Path) -> FleetFile:
    """The fleet file at a path.

    Raises:
        IntentError: It cannot be read, or has problems of its form; the text lists all of them.
    """
    try:
        found = document(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"is not UTF-8: byte {error.start + 1} is no text") from None
    except (OSError, UnreadableError) as error:
        raise _unreadable(path, f"cannot be read: {getattr(error, 'strerror', error)}") from None
    values = found.value if isinstance(found.value, dict) else {}
    try:
        file = FleetFile.model_validate(values)
    except ValidationError as error:
        details: list[Any] = error.errors(include_url=False)
        raise IntentError([*found.problems, *form_problems(details, values, FleetFile)], path.name) from None
    if found.problems:
        raise IntentError(found.problems, path.name)
    return file


def _unreadable(path: Path, what: str) -> IntentError:
    return IntentError([Problem(path.name, what, code="YAML01")], str(path))
