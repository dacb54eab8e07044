"""One session with one router: opened at its first use, opened again where it was lost."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from errors import RouterError, SessionLostError, UnreachableError
from platforms.base import Session
from platforms.registry import platform_named
from transport.endpoint import Endpoint

# A session that was idle for longer is checked first: exec-timeout closes it silently.
_IDLE_SECONDS = 60.0
_PAUSE_SECONDS = 0.5

T = TypeVar("T")


class ReconnectingSession:
    """The session of one device.

    Args:
        endpoint: How the router is reached.
        password: Its user's password.
        patience_seconds: How long to wait for a router that has answered before.
    """

    def __init__(self, endpoint: Endpoint, password: str, patience_seconds: float) -> None:
        self._endpoint = endpoint
        self._password = password
        self._patience_seconds = patience_seconds
        self._connect = platform_named(endpoint.platform).connect
        self._session: Session | None = None
        self._used = 0.0
        self._connected_before = False
        self._unreachable: RouterError | None = None

    @property
    def alive(self) -> Session | None:
        """The open session, as far as can be known without sending anything; None where there is none."""
        return self._session if self._session is not None and self._session.alive else None

    def ready(self) -> Session:
        """An open session, new where the last one was lost."""
        if self._session is not None and not self._answers(self._session):
            self.close()
        if self._session is None:
            self._session = self._connected()
        return self._session

    def retry(self, action: Callable[[Any], T]) -> T:
        """The result of an action; repeated once over a new session where the session was lost."""
        try:
            return self.once(action)
        except SessionLostError:
            return self.once(action)

    def once(self, action: Callable[[Any], T]) -> T:
        """The result of an action that is never repeated; a session lost in it is closed.

        Raises:
            SessionLostError: The session was lost.
        """
        try:
            result = action(self.ready())
        except SessionLostError:
            self.close()  # its late output is no answer to a later command
            raise
        self._used = time.monotonic()
        return result

    def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            self._session.close()
            self._session = None

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
        """A new session; after a failure no other resource tries again, so that a wrong password is sent once."""
        if self._unreachable is not None:
            raise UnreachableError(self._endpoint.router, "not tried again: another resource's error says why")
        deadline = time.monotonic() + (self._patience_seconds if self._connected_before else 0.0)
        while True:
            try:
                session: Session = self._connect(self._endpoint, self._password)
            except RouterError as error:
                passing = isinstance(error, UnreachableError | SessionLostError)
                if not passing or time.monotonic() + _PAUSE_SECONDS > deadline:
                    self._unreachable = error
                    raise
                time.sleep(_PAUSE_SECONDS)
            else:
                self._connected_before = True
                self._used = time.monotonic()
                return session
