"""One router's facts, read over one SSH session that stays open."""

from collections.abc import Callable

from errors import SessionLostError
from platforms.base import Session
from platforms.facts import RouterFacts
from platforms.registry import platform_named
from transport.endpoint import Endpoint


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

    def forget(self) -> None:
        """Discard the answers read so far."""
        self._answers.clear()

    def close(self) -> None:
        """Close the session."""
        if self._session:
            self._session.close()
            self._session = None

    def _show(self, command: str) -> str:
        if command in self._answers:
            return self._answers[command]
        if self._session is None:
            self._session = self._platform.connect(self._endpoint, self._password())
        try:
            return self._answers.setdefault(command, self._session.show(command))
        except SessionLostError:
            self.close()
            raise
