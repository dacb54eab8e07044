"""Where a configuration line lands: the configuration, the mode, and what is still being torn down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

from emulator.config.foreign import Path
from emulator.config.model import Config
from emulator.grammar.match import Args


@dataclass
class Place:
    """A mode and the object it configures.

    Attributes:
        header: The line of the running configuration that opens the block.
        foreign: Whether the mode is one that this router does not model, where every line is kept.
    """

    mode: str
    target: Any = None
    header: str = ""
    foreign: bool = False


@dataclass
class Teardown:
    """What IOS is still deleting behind the prompt: a VRF's RD, a BGP process."""

    seconds: float = 1.0
    until: dict[str, float] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        """Begin to delete these."""
        for name in names:
            self.until[name] = monotonic() + self.seconds

    def left(self) -> float:
        """Seconds until everything is gone."""
        return max(0.0, max(self.until.values(), default=0.0) - monotonic())

    def running(self, name: str) -> bool:
        """Whether the deletion has not ended yet."""
        return self.until.get(name, 0.0) > monotonic()


@dataclass
class Context:
    """One session's view of the configuration.

    Attributes:
        config: The running configuration, shared by all sessions.
        teardown: What is being deleted, shared by all sessions.
        loading: True while a file is read at boot: nothing waits, passwords may be stored as given.
        foreign: Which lines that are not modelled are kept: none, those that begin with a word IOS knows, all.
        exact: Whether `no` takes back just the line that is named, as a replacement means it.
        notify: Called after each line that is a command, with the line and what the router answers.
    """

    config: Config
    teardown: Teardown
    loading: bool = False
    foreign: Literal["none", "known", "all"] = "none"
    exact: bool = False
    notify: Callable[[str, str], None] = lambda line, answer: None
    places: list[Place] = field(default_factory=lambda: [Place("config")])

    @property
    def place(self) -> Place:
        """The mode the next line is for."""
        return self.places[-1]

    @property
    def path(self) -> Path:
        """The headers of the blocks the next line stands in."""
        return tuple(place.header for place in self.places[1:])

    def enter(self, mode: str, target: Any) -> None:
        """Go one mode down."""
        self.places.append(Place(mode, target))

    def leave(self) -> None:
        """Go one mode up, never above the global one."""
        if len(self.places) > 1:
            self.places.pop()

    def top(self) -> None:
        """Go to the global mode."""
        del self.places[1:]


Action = Callable[[Context, Args], str]
