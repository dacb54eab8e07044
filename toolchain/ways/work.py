"""One installation in progress: what, into which folder, and the log that takes the output of what it runs."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolchain import places
from toolchain.errors import ToolchainError
from toolchain.package import Package


@dataclass(frozen=True)
class Work:
    """What a way is given.

    Args:
        package: What to install.
        into: An empty folder, renamed to the package's own when all is there.
        scratch: A second empty folder, thrown away afterwards.
    """

    package: Package
    into: Path
    scratch: Path

    @property
    def log(self) -> Path:
        """The file that takes the output of everything run here."""
        return places.log(self.package.name)

    def say(self, line: str) -> None:
        """Note something in the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a") as log:
            log.write(f"{line}\n")

    def run(
        self, command: Sequence[str], doing: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
    ) -> str:
        """What a command wrote to its standard output; everything it wrote is in the log.

        Raises:
            ToolchainError: it failed, or there is no such command.
        """
        self.say(f"$ {' '.join(command)}")
        with self.log.open("a") as log:
            try:
                done = subprocess.run(
                    command, cwd=cwd, env={**os.environ, **(env or {})}, text=True, stdout=subprocess.PIPE, stderr=log
                )
            except OSError as error:
                raise ToolchainError(f"{self.package.title}: {doing} '{command[0]}': {error.strerror}") from error
            log.write(done.stdout)
        if done.returncode:
            raise ToolchainError(
                f"{self.package.title}: {doing} failed: {self._last_words()}", f"the whole output is in {self.log}"
            )
        return done.stdout

    def _last_words(self) -> str:
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return lines[-1] if lines else "it said nothing"
