"""A session's position in the configuration: mode, object, and deletions in progress."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

from emulator.config.foreign import Path
from emulator.config.model import Config
from emulator.grammar.match import Args


@dataclass
class OpenMode:
    """A mode and the object it configures.

    Attributes:
        header: The line that opens the block in the running configuration.
        foreign: Whether the mode is not modelled; every line in it is kept.
    """

    mode: str
    target: Any = None
    header: str = ""
    foreign: bool = False


@dataclass
class Teardown:
    """Deletions in progress behind the prompt: a VRF's RD, a BGP process."""

    seconds: float = 1.0
    until: dict[str, float] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        """Start the deletion of these names."""
        for name in names:
            self.until[name] = monotonic() + self.seconds

    def remaining_seconds(self) -> float:
        """Return the seconds until all deletions have finished."""
        return max(0.0, max(self.until.values(), default=0.0) - monotonic())

    def running(self, name: str) -> bool:
        """Return whether the deletion of a name is in progress."""
        return self.until.get(name, 0.0) > monotonic()


@dataclass
class Context:
    """One session's view of the configuration.

    Attributes:
        config: The running configuration, shared by all sessions.
        teardown: The deletions in progress, shared by all sessions.
        loading: Whether a file is read at boot: no delays, and stored forms of passwords are accepted.
        foreign: The unmodelled lines to keep: none, those that begin with a word of IOS, or all.
        exact: Whether `no` removes only the exact line, as in a replacement.
        notify: Called after each command, with the line and the router's answer.
    """

    config: Config
    teardown: Teardown
    loading: bool = False
    foreign: Literal["none", "known", "all"] = "none"
    exact: bool = False
    notify: Callable[[str, str], None] = lambda line, answer: None
    open_modes: list[OpenMode] = field(default_factory=lambda: [OpenMode("config")])

    @property
    def current(self) -> OpenMode:
        """The mode of the next line."""
        return self.open_modes[-1]

    @property
    def path(self) -> Path:
        """The headers of the blocks around the next line."""
        return tuple(current.header for current in self.open_modes[1:])

    def enter(self, mode: str, target: Any) -> None:
        """Enter an inner mode."""
        self.open_modes.append(OpenMode(mode, target))

    def leave(self) -> None:
        """Leave the current mode; the global mode stays."""
        if len(self.open_modes) > 1:
            self.open_modes.pop()

    def top(self) -> None:
        """Return to the global mode."""
        del self.open_modes[1:]


Action = Callable[[Context, Args], str]
