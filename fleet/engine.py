"""Pulumi's Automation API for the stacks of one project; the stack that the user has selected stays selected."""

import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pulumi.automation import (
    CommandError,
    ConcurrentUpdateError,
    LocalWorkspace,
    OutputMap,
    PulumiCommand,
    Stack,
    StackAlreadyExistsError,
    StackNotFoundError,
)
from pulumi.automation.events import EngineEvent, StepEventMetadata

from errors import CoexistError
from plan.preview import Step, step_of
from printable import printable

# A folder as the backend has the attributes of each file in one beside it, which is empty while it is written.
_BEING_WRITTEN = "failed to load checkpoint: EOF"
_LEFT_EMPTY = "a run that was killed while it wrote left an empty file NAME.json.attrs: see docs/lost-state.md"
_PAUSES_SECONDS = (0.25, 0.5, 1.0)
# What the engine adds to the errors of resources.
_GENERAL = frozenset({"update failed", "preview failed"})
_COLOURS = re.compile(r"<\{%.*?%\}>")


class EngineError(CoexistError):
    """A command of Pulumi's failed; the text has its errors."""


class LockedError(EngineError):
    """Another run has the stack; the text is what Pulumi said."""


class _HalfWrittenError(EngineError):
    """A file of the state's folder was empty: it is being written, or a run was killed while it wrote it."""


class CliError(EngineError):
    """A command of Pulumi's that is not about the stack of a fleet failed."""


class Cli:
    """Pulumi's command line in one folder.

    Args:
        command: The API's command.
        folder: The folder.
        environment: The variables that the command has besides this process's.
    """

    def __init__(self, command: PulumiCommand, folder: Path, environment: Mapping[str, str]) -> None:
        self._command = command
        self._folder = folder
        self._environment = environment

    def run(self, *words: str, may_say: str | None = None) -> str:
        """What a command prints; an error with the text `may_say` in it is none.

        Raises:
            CliError: It failed.
        """
        try:
            return self._command.run(list(words), str(self._folder), self._environment).stdout
        except CommandError as error:
            if may_say and may_say in str(error):
                return ""
            raise CliError(f"`pulumi {' '.join(words)}` failed: {_stderr(error)}") from None


class Workspace(LocalWorkspace):
    """A project's folder, in which no stack is selected."""

    def select_stack(self, stack_name: str) -> None:
        """Nothing: each command names its stack, and whether there is one it says itself."""

    def create_stack(self, stack_name: str) -> None:
        """Make a stack, unless another run has just made it, and leave the selected one selected."""
        with suppress(StackAlreadyExistsError):
            self._ran("stack", "init", stack_name, "--no-select")

    def stack_outputs(self, stack_name: str) -> OutputMap:
        """None: the API would read them after each `up`, by two commands and with secrets in clear."""
        return {}

    def _ran(self, *words: str) -> None:
        self.pulumi_command.run(list(words), self.work_dir, self.env_vars)


@dataclass
class _Heard:
    """What a run said by its events."""

    errors: list[str] = field(default_factory=list)
    changes: Mapping[str, int] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def hear(self, event: EngineEvent) -> None:
        said = event.diagnostic_event
        if said and said.severity == "error" and (text := _COLOURS.sub("", said.message).strip()) not in _GENERAL:
            self.errors.append(text)
        if event.resource_pre_event and (step := _step(event.resource_pre_event.metadata)):
            self.steps.append(step)
        if event.summary_event:
            self.changes = {str(getattr(op, "value", op)): n for op, n in event.summary_event.resource_changes.items()}


class Engine:
    """The engine of one project.

    Args:
        project: The directory of Pulumi.yaml.

    Attributes:
        command: The API's command line.

    Raises:
        EngineError: There is no command `pulumi`, or an old one.
    """

    def __init__(self, project: Path) -> None:
        self._project = project
        try:
            self.command = PulumiCommand()
        except FileNotFoundError:
            raise EngineError(
                "there is no command `pulumi` in PATH", 'in a clone of the project: eval "$(make -s env)"'
            ) from None
        except Exception as error:  # the API has no class of its own for all of them
            raise EngineError(f"`pulumi version` failed: {error}") from None

    def up(self, name: str) -> Mapping[str, int]:
        """Apply a stack, which is made where there is none; how many resources were changed how.

        Raises:
            LockedError: Another run has it.
            EngineError: It failed.
        """
        return self._ran(
            name, lambda stack, hear: stack.up(on_event=hear, color="never", show_secrets=False, suppress_progress=True)
        ).changes

    def preview(self, name: str) -> tuple[Mapping[str, int], list[Step]]:
        """How many resources an `up` would change how, and its steps; a stack that is not there is made, empty.

        Raises:
            EngineError: It failed.
        """
        heard = self._ran(name, lambda stack, hear: stack.preview(on_event=hear, color="never", suppress_progress=True))
        return heard.changes, heard.steps

    def cancel(self, name: str) -> None:
        """Delete the locks of a stack."""
        self._said(lambda: self._stack(name).cancel())

    def _stack(self, name: str) -> Stack:
        workspace = Workspace(work_dir=str(self._project), pulumi_command=self.command)
        return Stack.select(name, workspace)

    def _ran(self, name: str, run: Callable[[Stack, Callable[[EngineEvent], None]], Any]) -> _Heard:
        """What a command said of a stack; where there is none it is made, and the command run again."""
        heard, stack = _Heard(), self._stack(name)

        def once_made() -> None:
            try:
                run(stack, heard.hear)
            except StackNotFoundError:
                stack.workspace.create_stack(name)
                run(stack, heard.hear)

        self._said(once_made, heard)
        return heard

    def _said(self, run: Callable[[], Any], heard: _Heard | None = None) -> Any:
        """What a command returns; its failure as one of ours. Where it met a file being written it is run again."""
        for pause in _PAUSES_SECONDS:
            with suppress(_HalfWrittenError):
                return _once(run, heard)
            time.sleep(pause)
        return _once(run, heard)


def _once(run: Callable[[], Any], heard: _Heard | None) -> Any:
    try:
        return run()
    except ConcurrentUpdateError as error:
        raise LockedError(_stderr(error)) from None
    except CommandError as error:
        said = _stderr(error)
        if _BEING_WRITTEN in said:
            raise _HalfWrittenError(said, _LEFT_EMPTY) from None
        raise EngineError("\n".join(heard.errors if heard and heard.errors else [said])) from None


def _step(metadata: StepEventMetadata) -> Step | None:
    """A step of an event as `pulumi preview --json` has it."""
    states = {"oldState": metadata.old, "newState": metadata.new}
    parts = {key: {"custom": each.custom, "inputs": each.inputs} for key, each in states.items() if each}
    return step_of({"op": getattr(metadata.op, "value", metadata.op), "urn": metadata.urn, **parts})


def _stderr(error: CommandError) -> str:
    """What a command printed as its errors; the exception's text has all that it printed, with headings."""
    text = str(error).rpartition("\n stderr: ")[2].strip()
    return printable(text.removeprefix("error: ")) or "no reason given"
