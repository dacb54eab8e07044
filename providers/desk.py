"""One router as all resources of one plugin process share it: one session, one lock, one view of its configuration."""

import atexit
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from errors import RouterError, SessionLostError, UnreachableError
from render.iosxe.answers import verdict
from render.iosxe.kind import Plan
from render.iosxe.tree import Tree, parse
from transport.reach import Reach
from transport.session import Session, connect

# After this much idleness a session is asked whether it still lives: exec-timeout closes it without a word.
_IDLE_SECONDS = 60.0

T = TypeVar("T")


@dataclass(frozen=True)
class Running:
    """A running configuration: its text, and the same as a tree."""

    text: str
    tree: Tree

    def same_as(self, other: "Running") -> bool:
        """Whether the configuration is the same, timestamps and sizes aside."""
        return _settled(self.text) == _settled(other.text)


def _settled(text: str) -> list[str]:
    """The lines that mean something: the header's times and byte counts change on their own."""
    return [line for line in text.splitlines() if not line.startswith(("!", "Current configuration", "Building"))]


class Desk:
    """The place where one router is worked on; resources take turns by its lock.

    Args:
        reach: How the router is reached.
        password: Its user's password.
    """

    def __init__(self, reach: Reach, password: str) -> None:
        self.reach = reach
        self.lock = threading.RLock()
        self._password = password
        self._session: Session | None = None
        self._used = 0.0
        self._running: Running | None = None
        self._unreachable: RouterError | None = None

    def running(self) -> Running:
        """The running configuration, read once and again after every change made here."""
        with self.lock:
            if self._running is None:
                text = self._look(lambda session: session.show("show running-config"))
                self._running = Running(text, parse(text))
            return self._running

    def configure(self, plan: Plan) -> None:
        """The plan's commands are in the running configuration; none at all touches nothing."""
        if not plan.commands:
            return
        with self.lock:
            session = self._ready_session()
            self._running = None
            try:
                session.configure(plan.commands, verdict, plan.undo)
            except SessionLostError:
                self.close()  # what it may still have to say is no answer to anything asked later
                raise
            self._used = time.monotonic()

    def take_back(self, plan: Plan) -> str:
        """What became of the undo of a plan whose session was lost, as a sentence."""
        with self.lock:
            self._running = None
            return self._ready_session().take_back(plan.undo, verdict)

    def save(self) -> None:
        """The running configuration is the startup configuration."""
        with self.lock:
            self._running = None
            self._look(lambda session: session.save())

    def close(self) -> None:
        """The session is gone."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _look(self, action: Callable[[Session], T]) -> T:
        """An action that may be repeated: tried once more over a new session where the first was lost."""
        try:
            result = action(self._ready_session())
        except SessionLostError:
            self.close()
            result = action(self._ready_session())
        self._used = time.monotonic()
        return result

    def _ready_session(self) -> Session:
        if self._session is not None and not self._answers(self._session):
            self.close()
        if self._session is None:
            self._session = self._connected()
        return self._session

    def _answers(self, session: Session) -> bool:
        if not session.alive:
            return False
        if time.monotonic() - self._used < _IDLE_SECONDS:
            return True
        try:
            session.nudge()
        except SessionLostError:
            return False
        return True

    def _connected(self) -> Session:
        """A new session; a failure is remembered, so that twenty resources do not try a wrong password twenty times."""
        if self._unreachable is not None:
            raise UnreachableError(self.reach.router, "not tried again: another resource's error says why")
        try:
            session = connect(self.reach, self._password)
        except RouterError as error:
            self._unreachable = error
            raise
        self._used = time.monotonic()
        return session


_DESKS: dict[Reach, Desk] = {}
_DESKS_LOCK = threading.Lock()


def desk_of(reach: Reach, password: str) -> Desk:
    """This process's one desk for a router."""
    with _DESKS_LOCK:
        return _DESKS.setdefault(reach, Desk(reach, password))


@atexit.register
def close_desks() -> None:
    """Every session is closed and no desk is left."""
    with _DESKS_LOCK:
        for desk in _DESKS.values():
            desk.close()
        _DESKS.clear()


def abandon_desks(seconds: float) -> None:
    """What is under way is cut off, and taken back like after a lost connection; waits for that, so long at most."""
    deadline = time.monotonic() + seconds
    with _DESKS_LOCK:
        desks = list(_DESKS.values())
    for desk in desks:
        desk.close()
    for desk in desks:
        desk.lock.acquire(timeout=max(0.0, deadline - time.monotonic()))
        desk.close()
