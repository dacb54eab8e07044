"""Looks at the network of a stack again and again."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from errors import CoexistError
from model.stack import Stack
from preflight.stack_input import stack_file, stack_from_file
from verify import runner
from verify.access import opened
from verify.catalog import checks_of
from verify.causes import with_causes
from verify.look import Look, look_at
from verify.sources import Sources


class Looker:
    """Looks at the network of a stack, as often as it is asked to; the routers' sessions stay open between two looks.

    Args:
        name: The stack's name.
        project: The directory of Pulumi.yaml.
        say: Called with what is wrong with a file that could be used before, and with "" once it can be used again.
        explains: Whether the causes of what fails are looked for.

    Attributes:
        stack: The stack, as its file said at the last look.
        sources: The sources of its checks.

    Raises:
        CoexistError: The stack's file cannot be used.
    """

    stack: Stack
    sources: Sources

    def __init__(self, name: str, project: Path, say: Callable[[str], None], explains: bool = False) -> None:
        self._name = name
        self._project = project
        self._say = say
        self._said = ""
        self._explains = explains
        self._open = ExitStack()
        self._file = b""
        self._reread()

    def look(self) -> Look:
        """Look once, with the last file that could be used."""
        is_sound = self._is_sound()
        begun = time.monotonic()
        results = runner.run(self._checks, self.sources)
        if self._explains:
            results = with_causes(self.stack, results, self.sources)
        return look_at(self._name, self.stack, self._checks, self.sources, results, begun, is_sound)

    def close(self) -> None:
        """Close the routers' sessions."""
        self._open.close()

    def _is_sound(self) -> bool:
        """Read the file; whether it can be used."""
        said = ""
        try:
            self._reread()
        except CoexistError as error:
            said = str(error)
        except OSError as error:
            said = f"{error.filename}: {error.strerror}"
        if said != self._said:
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
        self.stack, self._checks, self.sources, self._file = stack, checks_of(stack), sources, content
