"""The lab's applied stack, and changed copies of its file to apply."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from lab.errors import LabError
from lab.fabric.places import REPOSITORY
from toolchain.environment import for_the_lab

UP_SECONDS = 600
_LAST_LINES = 20


class Applied:
    """The stack, through `pulumi` with its configuration file or a copy.

    Args:
        folder: The folder for copies of the configuration.
        stack: The stack's name.
    """

    def __init__(self, folder: Path, stack: str = "dev") -> None:
        self.who = f"stack {stack}"
        self.file = REPOSITORY / f"Pulumi.{stack}.yaml"
        self._stack = stack
        self._folder = folder
        self._environment = for_the_lab()

    def values(self) -> dict[str, Any]:
        """The configuration in the stack's file."""
        config: dict[str, Any] = yaml.safe_load(self.file.read_text())["config"]
        return {key.removeprefix("bgp-coexist:"): value for key, value in config.items()}

    def copy(self, **changed: Any) -> Path:
        """A copy of the stack's file with some of the project's keys changed; None: without the key."""
        text = yaml.safe_load(self.file.read_text())
        config = text["config"] | {f"bgp-coexist:{key}": value for key, value in changed.items()}
        text["config"] = {key: value for key, value in config.items() if value is not None}
        self._folder.mkdir(exist_ok=True)
        copy = self._folder / self.file.name
        copy.write_text(yaml.safe_dump(text))
        return copy

    def require(self) -> None:
        """Check that the stack is applied from its file, so that the file can restore it.

        Raises:
            LabError: It is not applied, or not from its file.
        """
        done = self._pulumi("preview", "--expect-no-changes", "--suppress-progress", config=self.file)
        if done.returncode:
            raise LabError(self.who, f"it is not applied as {self.file.name} says", "make up, or make demo")

    def up(self, config: Path) -> None:
        """Apply the file.

        Raises:
            LabError: `pulumi up` failed; the text has the end of its output.
        """
        done = self._up(config)
        if done.returncode:
            # The errors come before the outputs and the count of resources.
            told = done.stdout.rpartition("Diagnostics:\n")[2].partition("\nOutputs:")[0]
            lines = [line for line in told.splitlines() if line.strip()]
            raise LabError(self.who, "pulumi up failed:\n" + "\n".join(lines[-_LAST_LINES:]))

    def failing_up(self, config: Path) -> list[str]:
        """Apply the file, of which a check must fail; the lines of the output.

        Raises:
            LabError: `pulumi up` did not fail.
        """
        done = self._up(config)
        if not done.returncode:
            raise LabError(self.who, "pulumi up did not fail")
        return [line for line in done.stdout.splitlines() if line.strip()]

    def restore(self) -> None:
        """Apply the stack's own file, and check that nothing is left to change.

        Raises:
            LabError: One of the two failed.
        """
        self.up(self.file)
        self.require()

    def service_address(self) -> str | None:
        """The address of the stack's service; None where it has none."""
        url = re.search(r"//([\d.]+)/", str(self.outputs().get("service")))
        return url[1] if url else None

    def outputs(self) -> Mapping[str, Any]:
        """The stack's outputs."""
        outputs: dict[str, Any] = json.loads(self._pulumi("stack", "output", "--json").stdout or "{}")
        return outputs

    def _up(self, config: Path) -> subprocess.CompletedProcess[str]:
        return self._pulumi("up", "--yes", "--skip-preview", "--suppress-progress", config=config)

    def _pulumi(self, *words: str, config: Path | None = None) -> subprocess.CompletedProcess[str]:
        options = ["--stack", self._stack, "--non-interactive", "--color=never"]
        options += [f"--config-file={config}"] if config else []
        return subprocess.run(
            ["pulumi", *words, *options],
            cwd=REPOSITORY,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if config else None,
            text=True,
            timeout=UP_SECONDS,
            check=False,
        )
