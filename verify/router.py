"""One router's facts, read over one SSH session that stays open."""

from collections.abc import Callable, Mapping

from errors import SessionLostError
from platforms.base import Session
from platforms.facts import BgpSession, PrefixCounts, Route
from platforms.registry import platform_named
from transport.endpoint import Endpoint


class SshRouter:
    """A router at the other end of an SSH session; connects at the first call.

    Args:
        endpoint: Where it is.
        password: Returns the user's password.
    """

    def __init__(self, endpoint: Endpoint, password: Callable[[], str]) -> None:
        self._endpoint = endpoint
        self._password = password
        self._platform = platform_named(endpoint.platform)
        self._facts = self._platform.facts(self._show)
        self._session: Session | None = None
        self._answers: dict[str, str] = {}

    def sessions(self, vrf: str) -> tuple[BgpSession, ...]:
        """Its BGP neighbors in a VRF."""
        return self._facts.sessions(vrf)

    def prefix_counts(self, vrf: str) -> tuple[PrefixCounts, ...]:
        """The prefix counts of each neighbor that is up."""
        return self._facts.prefix_counts(vrf)

    def routes(self, vrf: str) -> tuple[Route, ...]:
        """The routing table of a VRF."""
        return self._facts.routes(vrf)

    def password_marks(self, vrf: str) -> Mapping[str, str]:
        """The placeholder of each neighbor's password, by address."""
        return self._facts.password_marks(vrf)

    def forget(self) -> None:
        """Discard the answers read so far."""
        self._answers.clear()

    def close(self) -> None:
        """Close the session."""
        if self._session:
            self._session.close()
            self._session = None

    def _show(self, command: str) -> str:
        if command not in self._answers:
            self._answers[command] = self._ask(command)
        return self._answers[command]

    def _ask(self, command: str) -> str:
        if self._session is None:
            self._session = self._platform.connect(self._endpoint, self._password())
        try:
            return self._session.show(command)
        except SessionLostError:
            self.close()
            raise
