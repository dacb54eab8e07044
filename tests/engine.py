"""The real Pulumi engine for tests: its own state directory, this project's virtualenv, plain output."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from toolchain import part

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ran:
    """How a pulumi command ended and everything it printed."""

    code: int
    text: str

    def ok(self) -> "Ran":
        """Itself, or an assertion that shows what was printed."""
        assert self.code == 0, self.text
        return self


class Engine:
    """Runs pulumi on one stack of one program; state lies in `state`, nothing is shared with other tests."""

    def __init__(
        self, state: Path, stack: str = "dev", program: Path = PROJECT, config: Path | None = None, init: bool = True
    ) -> None:
        self.stack = stack
        self.program = program
        self.config = config
        self.environment = {
            **os.environ,
            "PATH": f"{part('pulumi').parent}:{os.environ['PATH']}",
            "PULUMI_HOME": str(part("pulumi-home")),
            "PULUMI_BACKEND_URL": f"file://{state}",
            "PULUMI_CONFIG_PASSPHRASE": "lab",
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "XDG_STATE_HOME": str(state.parent),
        }
        state.mkdir(parents=True, exist_ok=True)
        if init:
            self.run("stack", "init", self.stack, "--no-select", stacked=False).ok()

    def run(self, *words: str, stacked: bool = True, seconds: int = 300, said: str = "") -> Ran:
        """`pulumi WORDS --stack STACK`, not interactive, without color; output and errors together as printed.

        Args:
            words: The command.
            stacked: Whether it takes a stack and its configuration file.
            seconds: How long it may take.
            said: What it reads from its standard input.
        """
        options = ["--non-interactive", "--color", "never"]
        if stacked:
            options += ["--stack", self.stack] + (["--config-file", str(self.config)] if self.config else [])
        done = subprocess.run(
            [part("pulumi"), *words, *options],
            cwd=self.program,
            env=self.environment,
            input=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )
        return Ran(done.returncode, done.stdout)

    def preview(self, *words: str) -> Ran:
        """`pulumi preview --diff`, every line in full."""
        return self.run("preview", "--diff", "--show-full-output", "--suppress-progress", *words)

    def up(self, *words: str) -> Ran:
        """`pulumi up` without its own preview."""
        return self.run("up", "--yes", "--skip-preview", "--suppress-progress", *words)

    def destroy(self) -> Ran:
        """`pulumi destroy` without its own preview."""
        return self.run("destroy", "--yes", "--skip-preview", "--suppress-progress")
