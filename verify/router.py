"""One router's facts, read over one SSH session that stays open between looks."""

from collections.abc import Callable, Mapping

from errors import SessionLostError
from platforms.iosxe.cli.session import Session, connect
from platforms.iosxe.show.advertised import PrefixCounts, prefix_counts
from platforms.iosxe.show.passwords import password_marks
from platforms.iosxe.show.routes import Route, routes
from platforms.iosxe.show.sessions import Session as BgpSession
from platforms.iosxe.show.sessions import sessions
from transport.endpoint import Endpoint

_RUNNING = "show running-config"


class SshRouter:
    """A router at the other end of an SSH session; connects at the first question.

    Args:
        endpoint: Where it is.
        password: Gives the user's password when it is needed.
    """

    def __init__(self, endpoint: Endpoint, password: Callable[[], str]) -> None:
        self._endpoint = endpoint
        self._password = password
        self._session: Session | None = None
        self._answers: dict[str, str] = {}

    def sessions(self, vrf: str) -> tuple[BgpSession, ...]:
        """Its BGP neighbors in a VRF."""
        return sessions(self._show(f"show bgp vpnv4 unicast vrf {vrf} summary"))

    def prefix_counts(self, vrf: str) -> tuple[PrefixCounts, ...]:
        """What each neighbor that is up is sent and has sent."""
        # Unfiltered it is a hundred lines for each neighbor.
        wanted = "^BGP neighbor is|Prefixes Current"
        return prefix_counts(self._show(f"show bgp vpnv4 unicast vrf {vrf} neighbors | include {wanted}"))

    def routes(self, vrf: str) -> tuple[Route, ...]:
        """The routing table of a VRF."""
        return routes(self._show(f"show ip route vrf {vrf}"))

    def password_marks(self, vrf: str) -> Mapping[str, str]:
        """What stands for each neighbor's password, by address."""
        return password_marks(self._show(_RUNNING), vrf)

    def forget(self) -> None:
        """The next question goes to the router."""
        self._answers.clear()

    def close(self) -> None:
        """The session is gone."""
        if self._session:
            self._session.close()
            self._session = None

    def _show(self, command: str) -> str:
        if command not in self._answers:
            self._answers[command] = self._ask(command)
        return self._answers[command]

    def _ask(self, command: str) -> str:
        if self._session is None:
            self._session = connect(self._endpoint, self._password())
        try:
            if command == _RUNNING:
                return self._session.running_configuration()
            return self._session.show(command)
        except SessionLostError:
            self.close()
            raise
