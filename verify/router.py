"""One router's facts, read over one SSH session that stays open."""

import time
from collections.abc import Callable, Iterable, Mapping
from ipaddress import IPv4Address
from threading import RLock

from errors import CoexistError, RouterError, SessionLostError, UnreachableError
from platforms.base import Session
from platforms.facts import RouterFacts
from platforms.registry import platform_named
from platforms.running import Running
from printable import cut
from transport.endpoint import Endpoint
from verify.evidence import keep

# A node answers a route refresh at once; this includes the time that the router needs.
ANSWER_SECONDS = 5.0
PAUSE_SECONDS = 0.5


class SshRouter:
    """A router at the other end of an SSH session; connects at the first call.

    Args:
        endpoint: Where it is.
        password: Returns the user's password.
        asks: Whether its neighbors may be asked for their routes again.

    Attributes:
        facts: The facts of its VRFs.
    """

    def __init__(self, endpoint: Endpoint, password: Callable[[], str], asks: bool = False) -> None:
        self._endpoint = endpoint
        self._password = password
        self._asks = asks
        self._platform = platform_named(endpoint.platform)
        self.facts: RouterFacts = self._platform.facts(self._show)
        self._session: Session | None = None
        self._answers: dict[str, str] = {}
        self._silence: CoexistError | None = None  # a router that does not answer is asked once a round
        self._asking = RLock()

    def refused_anew(self, vrf: str, neighbors: Iterable[IPv4Address]) -> Mapping[IPv4Address, int] | None:
        """As of the Protocol: by the growth of the router's count, which contains all that was ever refused."""
        if not self._asks:
            return None
        before = self.facts.refused(vrf)
        asked = [neighbor for neighbor in neighbors if before.get(neighbor)]
        for command in self._platform.asking(vrf, map(str, asked)):
            if answer := self._show_now(command):
                raise RouterError(self._endpoint.router, f"'{command}' had no effect: {cut(answer)}")
        grown, seen = dict.fromkeys(asked, 0), self._platform.facts(self._show_now)
        deadline = time.monotonic() + ANSWER_SECONDS
        while not all(grown.values()) and time.monotonic() < deadline:
            time.sleep(PAUSE_SECONDS)
            now = seen.refused(vrf)
            grown = {neighbor: _growth(before[neighbor], now.get(neighbor, 0)) for neighbor in asked}
        return grown

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
                self._show_now(command)
        keep(self._endpoint.router, command, self._answers[command])
        return self._answers[command]

    def _show_now(self, command: str) -> str:
        """The answer of now, in place of one that was read before."""
        with self._asking:
            self._answers[command] = self._asked(command)
            return self._answers[command]

    def running(self) -> Running:
        """The running configuration as it is now."""
        with self._asking:
            return self._platform.parse(self._answer(lambda session: session.running_configuration()))

    def _asked(self, command: str) -> str:
        return self._answer(lambda session: session.show(command))

    def _answer(self, ask: Callable[[Session], str]) -> str:
        if self._silence:
            raise self._silence
        session = self._connected()
        try:
            return ask(session)
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


def _growth(before: int, now: int) -> int:
    """How much a count has grown; one that is smaller than before began anew, with the session."""
    return now - before if now >= before else now
