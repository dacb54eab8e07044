"""Looks at the network of a stack again and again."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from errors import CoexistError
from exporter.drifted import drifted
from preflight.stack_input import stack_file, stack_from_file
from verify import runner
from verify.access import opened
from verify.catalog import checks_of
from verify.look import Look, look_at


class Looker:
    """Looks at the network of a stack, as often as it is asked to.

    Args:
        name: The stack's name.
        project: The directory of Pulumi.yaml.
        drift_seconds: How often the routers' configuration is read, at least so many seconds apart; 0: never.
        say: Called with what is wrong with a file that could be used before.

    Raises:
        CoexistError: The stack's file cannot be used.
    """

    def __init__(self, name: str, project: Path, drift_seconds: float, say: Callable[[str], None]) -> None:
        self._name = name
        self._project = project
        self._drift_seconds = drift_seconds
        self._drift: dict[str, int] = {}
        self._drift_at: float | None = None
        self._say = say
        self._said = ""
        self._open = ExitStack()
        self._file = b""
        self._reread()

    def look(self) -> Look:
        """Look once, with the last file that could be used."""
        is_sound = self._is_sound()
        begun = time.monotonic()
        results = runner.run(self._checks, self._sources)
        look = look_at(self._name, self._stack, self._checks, self._sources, results, begun, is_sound)
        return replace(look, drift=self._drift_seen())

    def close(self) -> None:
        """Close the routers' sessions."""
        self._open.close()

    def _drift_seen(self) -> dict[str, int]:
        """The drift of the last time it was looked at; that a file has changed is one more time."""
        is_due = self._drift_at is None or time.monotonic() - self._drift_at >= self._drift_seconds
        if self._drift_seconds and is_due:
            self._drift, self._drift_at = drifted(self._stack, self._sources.routers), time.monotonic()
        return self._drift

    def _is_sound(self) -> bool:
        """Read the file; whether it can be used."""
        said = ""
        try:
            self._reread()
        except CoexistError as error:
            said = str(error)
        except OSError as error:
            said = f"{error.filename}: {error.strerror}"
        if said not in ("", self._said):
            self._say(said)
        self._said = said
        return not said

    def _reread(self) -> None:
        """Use the stack's file, where it is not the one in use."""
        if (content := stack_file(self._name, self._project).read_bytes()) == self._file:
            return
        stack = stack_from_file(self._name, self._project)
        with ExitStack() as new:
            sources = new.enter_context(opened(stack, self._name, self._project))
            self._open.close()
            self._open = new.pop_all()
        self._stack, self._checks, self._sources, self._file = stack, checks_of(stack), sources, content
        self._drift_at = None
