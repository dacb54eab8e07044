"""What the rest of the program knows of a platform: a session, the router's own undo, its objects and facts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from model.stack import Stack
from platforms.adoption import Adoption
from platforms.facts import RouterFacts
from platforms.object_type import ObjectType, RouterObject
from platforms.plan import Command
from platforms.running import Running
from transport.endpoint import Endpoint

# A router that has answered before may restart, converge after a change, or be configured by another session.
PATIENCE_SECONDS = 20.0


class Session(Protocol):
    """A live session with a router."""

    @property
    def alive(self) -> bool:
        """Whether the connection still stands, as far as can be known without sending anything."""

    def nudge(self) -> None:
        """The router still answers.

        Raises:
            SessionLostError: It does not.
        """

    def show(self, command: str) -> str:
        """What the router prints for a command that only shows; lines separated by newlines.

        Raises:
            RouterError: It does not take the command.
            SessionLostError: It fell silent.
        """

    def running_configuration(self) -> str:
        """The whole running configuration.

        Raises:
            RouterError: The router does not print it, also when asked again.
        """

    def configure(self, steps: Sequence[Command], undo: Sequence[Command] = ()) -> None:
        """Every step is in the running configuration, or none is and the error says what became of the rest.

        Raises:
            RefusalError: A line was refused; the lines before it were taken back.
            SessionLostError: The connection went away; says how many lines had been sent.
        """

    def take_back(self, undo: Sequence[Command]) -> str:
        """What became of the undo of a change that an earlier session could not finish, as a sentence."""

    def save(self) -> None:
        """The running configuration is the startup configuration.

        Raises:
            RouterError: The router did not confirm it, also when asked again.
        """

    def close(self) -> None:
        """The connection is gone; safe to call again."""


S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)


class CommitConfirm(Protocol[S_contra]):
    """The router's own undo of a change that cannot be confirmed over a new login, and the way into configuration."""

    @property
    def armed(self) -> bool:
        """Whether the router waits for this process's confirmation."""

    def enter(self, session: S_contra, running: Running) -> None:
        """The session is in configuration mode, with the timer started where the router has one.

        Raises:
            BusyError: Another session holds the configuration.
            RouterError: There is no timer, and the stack requires it.
        """

    def check_archive(self, session: S_contra) -> None:
        """The next change removes no backup from the router's archive, or one note of the process says that it does."""

    def wait_for_pending(self, session: S_contra) -> bool:
        """No change is pending; whether one was, so that what had been read of the router is out of date.

        Raises:
            UnconfirmedError: The change of another user is pending.
        """

    def disarm(self, session: S_contra) -> None:
        """No timer runs any more; for where all is as it was before it started."""

    def revert(self, session: S_contra) -> bool:
        """The router is back where it was when the timer started; False where it needed no command for that."""

    def fate(self) -> str:
        """What becomes of a change on a router that cannot be reached, as a sentence."""

    def confirm_anew(self) -> bool:
        """Whether the change stays, because a new login confirmed it; False where the router had nothing to confirm.

        Raises:
            RouterError: A new login does not work.
        """


class Platform(Protocol[S]):
    """One kind of router: everything that only it knows."""

    name: str
    object_types: Mapping[str, ObjectType[Any]]
    adoption: Adoption
    revert_command: str

    def objects(self, stack: Stack, router: str) -> tuple[RouterObject, ...]:
        """The objects that a stack owns on a router, in the order in which they are made."""

    def parse(self, text: str) -> Running:
        """A running configuration as it was printed, read.

        Raises:
            PlanError: It cannot be read.
        """

    def connect(self, endpoint: Endpoint, password: str) -> S:
        """A session that is logged in and ready to be configured.

        Raises:
            RouterError: It cannot be reached, or the login does not do.
        """

    def commit_confirm(self, endpoint: Endpoint, password: str, patience_seconds: float) -> CommitConfirm[S]:
        """The router's own undo as one process uses it."""

    def facts(self, show: Callable[[str], str]) -> RouterFacts:
        """What the router shows of its VRFs; `show` gives its answer to a command."""

    def access_facts(self, running: Running) -> dict[str, Any]:
        """What a running configuration says about the router that no stack changes, JSON types."""
