"""Checks of the BGP sessions between a router's VRF and the nodes."""

from dataclasses import dataclass

from model.stack import Neighbor
from platforms.facts import ESTABLISHED, BgpSession
from verify.check import Finding, named, tally
from verify.sources import Sources


@dataclass(frozen=True)
class SessionsEstablished:
    """Every node's session in a VRF is up, with the configured AS."""

    who: str
    where: str
    neighbors: tuple[Neighbor, ...]
    what: str = "sessions Established"

    def measure(self, sources: Sources) -> Finding:
        """The neighbors whose session is up, and the faults of the others."""
        seen = {session.address: session for session in sources.routers[self.who].facts.sessions(self.where)}
        wrong = [
            f"{neighbor.address} {fault}"
            for neighbor in self.neighbors
            if (fault := fault_of(neighbor, seen.get(neighbor.address)))
        ]
        return tally(len(self.neighbors), wrong)


def fault_of(neighbor: Neighbor, session: BgpSession | None) -> str:
    """Why a node's session is not as it should be; "" where it is."""
    if session is None:
        return "is no neighbor"
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
