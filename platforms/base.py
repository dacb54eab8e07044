"""The Protocols of a platform: its session, its commit-confirm, its objects and facts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from errors import Problem
from platforms.object_type import Lines, ObjectType, RouterObject
from platforms.plan import Command
from platforms.running import Running
from transport.endpoint import Endpoint

if TYPE_CHECKING:  # a phase that needs none of these does not import them
    from model.stack import Stack
    from platforms.adoption import Adoption
    from platforms.facts import RouterFacts

# A router that has answered before may restart, converge after a change, or be configured by another session.
PATIENCE_SECONDS = 20.0


class Session(Protocol):
    """An open session with a router."""

    @property
    def alive(self) -> bool:
        """Whether the connection is open, as far as can be known without sending anything."""

    def nudge(self) -> None:
        """Check that the router answers.

        Raises:
            SessionLostError: It does not.
        """

    def show(self, command: str) -> str:
        """What the router prints for a command that configures nothing; lines separated by newlines.

        Raises:
            RouterError: It refuses the command.
            SessionLostError: It does not answer.
        """

    def running_configuration(self) -> str:
        """The whole running configuration.

        Raises:
            RouterError: It is incomplete, also after retries.
        """

    def configure(self, steps: Sequence[Command], undo: Sequence[Command] = ()) -> None:
        """Send every step; after a refusal undo the accepted ones.

        Raises:
            RefusalError: A line was refused; the lines before it were undone.
            SessionLostError: The connection was lost, also in the undo; says how many lines were accepted.
        """

    def take_back(self, undo: Sequence[Command]) -> str:
        """Send the undo of a change of an earlier session; its result as a sentence.

        Raises:
            SessionLostError: The undo broke off.
        """

    def save(self) -> None:
        """Save the running configuration as the startup configuration.

        Raises:
            RouterError: The router did not confirm it, also after retries.
        """

    def close(self) -> None:
        """Close the connection; safe to call again."""


S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)


class CommitConfirm(Protocol[S_contra]):
    """The router's revert timer for a change that no new login confirms, and the entry into configuration mode."""

    @property
    def armed(self) -> bool:
        """Whether the router waits for this process's confirmation."""

    def enter(self, session: S_contra, running: Running, undo: Sequence[Command]) -> None:
        """Enter configuration mode, with the timer started where the router has one.

        Args:
            session: The session.
            running: The running configuration.
            undo: The undo of the change, for a router that reverts a change line by line.

        Raises:
            BusyError: Another session has locked the configuration.
            RouterError: There is no timer, and the stack requires it.
        """

    def check_archive(self, session: S_contra) -> None:
        """Print one note where the next change deletes a file of the router's archive."""

    def wait_for_pending(self, session: S_contra) -> bool:
        """Wait until no change is pending; whether one was, so that what was read of the router is out of date.

        Raises:
            UnconfirmedError: A change of another user is pending.
        """

    def disarm(self, session: S_contra) -> None:
        """Stop the timer; only where the configuration is as before."""

    def revert(self, session: S_contra) -> bool:
        """Revert to the configuration when the timer started; False where nothing was pending any more."""

    def fate(self) -> str:
        """What happens to the change while the router is unreachable, as a sentence."""

    def confirm_anew(self) -> bool:
        """Confirm over a new login; False where the router had nothing to confirm.

        Raises:
            RouterError: A new login does not work.
        """


class Platform(Protocol[S]):
    """One kind of router, with everything specific to it.

    What only some runs need is imported where it is first asked for: a session with everything below it is most of it.
    """

    name: str
    object_types: Mapping[str, ObjectType[Any, Any]]
    revert_command: str

    @property
    def adoption(self) -> "Adoption":
        """What of a configured router a stack can describe."""

    def objects(self, stack: "Stack", router: str) -> tuple[RouterObject, ...]:
        """The objects that a stack owns on a router, in the order in which they are made."""

    def printed(self, objects: Iterable[tuple[RouterObject, Lines]]) -> str:
        """The text of the objects with their lines: a router that has it needs no line more."""

    def checks(self, stack: "Stack", router: str) -> Iterator[Problem]:
        """What only this platform refuses of a stack: the problems of one of its routers."""

    def parse(self, text: str) -> Running:
        """Parse a printed running configuration.

        Raises:
            PlanError: It cannot be read.
        """

    def connect(self, endpoint: Endpoint, password: str) -> S:
        """A session that is logged in and ready to be configured.

        Raises:
            RouterError: It cannot be reached, or the login does not work.
        """

    def commit_confirm(self, endpoint: Endpoint, password: str, patience_seconds: float) -> CommitConfirm[S]:
        """The router's commit-confirm, for one process."""

    def facts(self, show: Callable[[str], str]) -> "RouterFacts":
        """The facts of the router's VRFs; `show` returns its answer to a command."""

    def asking(self, vrf: str, neighbors: Iterable[str]) -> tuple[str, ...]:
        """The commands that ask neighbors of a VRF for their routes again; they configure nothing, no session ends."""

    def access_facts(self, running: Running) -> dict[str, Any]:
        """Facts of a running configuration that no stack changes, as JSON types."""
