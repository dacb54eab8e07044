"""The real Pulumi engine for tests: its own state directory, this project's virtualenv, plain output."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolchain import part

PROJECT = Path(__file__).parents[1]
# Marks a value as a secret where the engine writes one down. Source: pulumi, sdk/go/common/resource/properties.go.
SECRET_MARK = ("4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270")


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
    """Runs pulumi on one stack of one program; nothing is shared with other tests.

    Args:
        state: Where its state lies, unless there is a backend.
        stack: The stack's name.
        program: The program's folder.
        config: The stack's file, where it is not in that folder.
        init: Whether the stack is made.
        backend: The variables of another backend than a folder.
    """

    def __init__(
        self,
        state: Path,
        stack: str = "dev",
        program: Path = PROJECT,
        config: Path | None = None,
        init: bool = True,
        backend: Mapping[str, str] | None = None,
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
            **(backend or {}),
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

    def resources(self) -> list[dict[str, Any]]:
        """What the state holds of each resource, secrets in clear."""
        text = self.run("stack", "export", "--show-secrets", "--stack", self.stack, stacked=False).ok().text
        found: list[dict[str, Any]] = opened(json.loads(text)["deployment"].get("resources", []))
        return found


def opened(value: Any) -> Any:
    """The same with each secret's own value, from a state with secrets in clear or from a resource's registration."""
    if isinstance(value, list):
        return [opened(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get(SECRET_MARK[0]) == SECRET_MARK[1]:
        return json.loads(value["plaintext"]) if "plaintext" in value else opened(value["value"])
    return {key: opened(each) for key, each in value.items()}
