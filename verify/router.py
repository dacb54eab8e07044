"""One router's facts, read over one SSH session that stays open."""

from collections.abc import Callable
from threading import RLock

from errors import CoexistError, SessionLostError, UnreachableError
from platforms.base import Session
from platforms.facts import RouterFacts
from platforms.registry import platform_named
from transport.endpoint import Endpoint
from verify.evidence import keep


class SshRouter:
    """A router at the other end of an SSH session; connects at the first call.

    Args:
        endpoint: Where it is.
        password: Returns the user's password.

    Attributes:
        facts: The facts of its VRFs.
    """

    def __init__(self, endpoint: Endpoint, password: Callable[[], str]) -> None:
        self._endpoint = endpoint
        self._password = password
        self._platform = platform_named(endpoint.platform)
        self.facts: RouterFacts = self._platform.facts(self._show)
        self._session: Session | None = None
        self._answers: dict[str, str] = {}
        self._silence: CoexistError | None = None  # a router that does not answer is asked once a round
        self._asking = RLock()

    def forget(self) -> None:
        """Discard the answers read so far."""
        self._answers.clear()
        self._silence = None

    def close(self) -> None:
        """Close the session."""
        if self._session:
            self._session.close()
            self._session = None

    def _show(self, command: str) -> str:
        with self._asking:
            if command not in self._answers:
                self._answers[command] = self._asked(command)
        keep(self._endpoint.router, command, self._answers[command])
        return self._answers[command]

    def _asked(self, command: str) -> str:
        if self._silence:
            raise self._silence
        session = self._connected()
        try:
            return session.show(command)
        except (SessionLostError, UnreachableError) as error:
            self.close()
            self._silence = error
            raise

    def _connected(self) -> Session:
        """The open session, or a new one; a login that is refused is not tried again in this round."""
        if self._session and not self._session.alive:
            self.close()
        try:
            self._session = self._session or self._platform.connect(self._endpoint, self._password())
        except CoexistError as error:
            self._silence = error
            raise
        return self._session
