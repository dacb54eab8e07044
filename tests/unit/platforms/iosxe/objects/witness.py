"""A router to try plans on: the lab's own configuration engine, without its prompt, so that thousands of cases run."""

from collections.abc import Iterable, Iterator
from copy import deepcopy

from emulator.config.model import Config
from emulator.configure.context import Context, Teardown
from emulator.configure.editor import Refused, refusal, run_line
from emulator.configure.loading import load
from emulator.render.running import running_lines
from platforms.iosxe.cli.responses import verdict
from platforms.iosxe.tree import Tree, parse
from platforms.plan import Command


class RefusedLineError(Exception):
    """The router refused a line."""


class Router:
    """A router booted from a configuration text.

    Args:
        text: The startup configuration.
    """

    def __init__(self, text: str) -> None:
        self.config = Config.empty()
        refused = load(Context(self.config, Teardown(0.0), loading=True), text)
        assert not [answer for answer in refused if verdict(answer[1]) == "refused"], refused
        self.context = Context(self.config, Teardown(0.0))

    def copy(self) -> "Router":
        """Another router in the same state."""
        other = Router("")
        other.config = deepcopy(self.config)
        other.context = Context(other.config, Teardown(0.0))
        return other

    @property
    def text(self) -> str:
        """The running configuration."""
        return "\n".join(running_lines(self.config, "16.12"))

    @property
    def tree(self) -> Tree:
        """The running configuration as the product reads it."""
        return parse(self.text)

    def type(self, line: str) -> str:
        """One line in the mode that is open; what the router answers."""
        answer = run_line(self.context, line)
        return refusal(answer, line) if isinstance(answer, Refused) else answer

    def take(self, command: Command) -> None:
        """A command in its modes; an answer that is no mere information is an error."""
        self.context.top()
        for depth, line in enumerate((*command.mode, command.line)):
            answer = self.type(line)
            if verdict(answer) != "fine":
                raise RefusedLineError(f"{line}: {answer}")
            assert len(self.context.open_modes) > depth, f"{line} stands in the wrong mode"

    def steps(self, commands: Iterable[Command]) -> Iterator[Command]:
        """Takes the commands one by one, yielding after each."""
        for command in commands:
            self.take(command)
            yield command

    def apply(self, commands: Iterable[Command]) -> None:
        """All commands take effect."""
        for _ in self.steps(commands):
            pass

    def take_back(self, undo: Iterable[Command]) -> None:
        """The undo as the apply side sends it: a refused line is skipped."""
        for command in undo:
            try:
                self.take(command)
            except RefusedLineError:
                continue
