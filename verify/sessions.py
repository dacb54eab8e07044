"""Checks of the BGP sessions between a router's VRF and the nodes."""

from dataclasses import dataclass

from model.stack import Neighbor
from platforms.facts import ESTABLISHED, BgpSession
from verify.check import Finding, named, tally
from verify.sources import World


@dataclass(frozen=True)
class SessionsEstablished:
    """Every node's session in a VRF is up, with the AS it should have."""

    who: str
    where: str
    neighbors: tuple[Neighbor, ...]
    what: str = "sessions Established"

    def measure(self, world: World) -> Finding:
        """The neighbors whose session is up, and what is wrong with the others."""
        seen = {session.address: session for session in world.routers[self.who].sessions(self.where)}
        wrong = [
            f"{neighbor.address} {fault}"
            for neighbor in self.neighbors
            if (fault := _fault(neighbor, seen.get(neighbor.address)))
        ]
        return tally(len(self.neighbors), wrong)


def _fault(neighbor: Neighbor, session: BgpSession | None) -> str:
    if session is None:
        return "is no neighbor"
    if session.remote_as != neighbor.remote_as:
        return f"has AS {session.remote_as}, not {neighbor.remote_as}"
    return "" if session.state == ESTABLISHED else session.state


@dataclass(frozen=True)
class NothingAdvertised:
    """The nodes, which have a default route already, are sent no prefix at all."""

    who: str
    where: str
    neighbors: tuple[Neighbor, ...]
    what: str = "prefixes sent to the nodes"

    def measure(self, world: World) -> Finding:
        """How many prefixes the nodes are sent; a node without a count cannot count as none."""
        sent = {counts.address: counts.sent for counts in world.routers[self.who].prefix_counts(self.where)}
        expected = f"0 to {len(self.neighbors)} nodes"
        wrong = [
            f"{sent.get(neighbor.address, 'no count')} to {neighbor.address}"
            for neighbor in self.neighbors
            if sent.get(neighbor.address) != 0
        ]
        return Finding(not wrong, expected, named(wrong) or expected)
