"""What becomes of an error of Pulumi's command line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pulumi.automation import CommandError, CommandResult, PulumiCommand

from fleet import engine
from fleet.engine import Engine, EngineError

HALF_WRITTEN = "error: failed to load checkpoint: EOF\n"


class Answers(PulumiCommand):
    """A command line that fails with one text after the other, and then works."""

    def __init__(self, *errors: str) -> None:
        self.errors = list(errors)

    def run(self, args: Sequence[str], *_: Any, **__: Any) -> CommandResult:
        if self.errors:
            raise CommandError(CommandResult(stdout="", stderr=self.errors.pop(0), code=255))
        return CommandResult(stdout="", stderr="", code=0)


def asked(monkeypatch: pytest.MonkeyPatch, *errors: str) -> None:
    """Have an engine delete the locks of a stack, by a command line that first fails so."""
    monkeypatch.setattr(engine, "PulumiCommand", lambda: Answers(*errors))
    monkeypatch.setattr(engine, "_PAUSES_SECONDS", (0.0, 0.0))
    Engine(Path()).cancel("west")


def test_a_state_that_is_being_written_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked(monkeypatch, HALF_WRITTEN, HALF_WRITTEN)


def test_a_state_that_a_killed_run_left_half_written_is_said_with_what_mends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(EngineError, match=r"EOF\n  hint: .* NAME\.json\.attrs: see docs/lost-state\.md"):
        asked(monkeypatch, *3 * [HALF_WRITTEN])


def test_another_error_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineError, match="no space left"):
        asked(monkeypatch, "error: no space left\n")
