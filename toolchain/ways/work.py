"""An installation in progress: its package, folders and log."""

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
    """The input of a way.

    Args:
        package: What to install.
        into: An empty folder, renamed to the package's folder when it is complete.
        scratch: A second empty folder, removed afterwards.
    """

    package: Package
    into: Path
    scratch: Path

    @property
    def log(self) -> Path:
        """The log of all commands of the installation."""
        return places.log(self.package.name)

    def say(self, line: str) -> None:
        """Write a line to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a") as log:
            log.write(f"{line}\n")

    def run(
        self, command: Sequence[str], doing: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
    ) -> str:
        """A command's standard output; the log has all of its output.

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
        return lines[-1] if lines else "no output"
