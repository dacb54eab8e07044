"""Checks of the BGP sessions between a router's VRF and the nodes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from model.neighbor import Neighbor
from platforms.facts import ESTABLISHED, BgpSession
from verify.check import Finding, named, tally
from verify.sources import Sources


@dataclass(frozen=True)
class SessionsEstablished:
    """Every node's session in a VRF is up, with the configured AS; in a range nobody else has one.

    Attributes:
        who: The router.
        where: The VRF.
        neighbors: The nodes.
        ranges: The prefixes from which the router accepts neighbors; none where it lists them.
    """

    who: str
    where: str
    neighbors: tuple[Neighbor, ...]
    ranges: tuple[IPv4Network, ...] = ()
    what: str = "sessions Established"

    def measure(self, sources: Sources) -> Finding:
        """The neighbors whose session is up, and the faults of the others."""
        seen = self.seen(sources)
        wrong = [
            f"{neighbor.address} {fault}"
            for neighbor in self.neighbors
            if (fault := self.fault_of(neighbor, seen.get(neighbor.address)))
        ]
        return tally(len(self.neighbors), wrong, list(self._strangers(seen)))

    def seen(self, sources: Sources) -> dict[IPv4Address, BgpSession]:
        """The router's sessions in the VRF, by the neighbor's address.

        Raises:
            CoexistError: The router does not answer.
        """
        return {session.address: session for session in sources.routers[self.who].facts.sessions(self.where)}

    def fault_of(self, neighbor: Neighbor, session: BgpSession | None) -> str:
        """Why a node's session is not as it should be; "" where it is."""
        if session is None:
            return "has no session" if self.ranges else "is no neighbor"
        return _fault(neighbor, session)

    def _strangers(self, seen: Mapping[IPv4Address, BgpSession]) -> Iterator[str]:
        """Who else has a session: a range hides who may."""
        nodes = {neighbor.address for neighbor in self.neighbors}
        for session in seen.values():
            is_ours = session.dynamic and any(session.address in prefix for prefix in self.ranges)
            if is_ours and session.state == ESTABLISHED and session.address not in nodes:
                yield f"{session.address} has a session and is no node of the stack"


def _fault(neighbor: Neighbor, session: BgpSession) -> str:
    if session.remote_as != neighbor.remote_as:
        return f"has AS {session.remote_as}, not {neighbor.remote_as}"
    return "" if session.state == ESTABLISHED else session.state


@dataclass(frozen=True)
class NothingAdvertised:
    """The nodes are sent no prefix: they have a default route."""

    who: str
    where: str
    neighbors: tuple[Neighbor, ...]
    what: str = "prefixes sent to the nodes"

    def measure(self, sources: Sources) -> Finding:
        """How many prefixes the nodes are sent; a node without a count fails."""
        sent = {counts.address: counts.sent for counts in sources.routers[self.who].facts.prefix_counts(self.where)}
        expected = f"0 to {len(self.neighbors)} nodes"
        wrong = [
            f"{sent.get(neighbor.address, 'no count')} to {neighbor.address}"
            for neighbor in self.neighbors
            if sent.get(neighbor.address) != 0
        ]
        return Finding(not wrong, expected, named(wrong) or expected)
