"""The facts of a VRF: BGP sessions, prefix counts, routes, passwords."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Protocol

ESTABLISHED = "Established"
SHUT_DOWN = "Idle (Admin)"  # of a neighbor with `shutdown`, on every platform


@dataclass(frozen=True)
class BgpSession:
    """One neighbor: its state as the router prints it, and since when; prefixes only where Established.

    `dynamic`: no line of the configuration has its address, only a range that accepts it.
    """

    address: IPv4Address
    remote_as: int
    state: str
    up_down: str
    prefixes_received: int | None
    dynamic: bool = False


@dataclass(frozen=True)
class PrefixCounts:
    """The numbers of prefixes sent to and received from one neighbor that is up."""

    address: IPv4Address
    sent: int
    received: int


@dataclass(frozen=True)
class Hop:
    """A next hop, or an interface where directly connected; the VRF it was leaked from, if it was."""

    next_hop: IPv4Address | None = None
    interface: str | None = None
    vrf: str | None = None


@dataclass(frozen=True)
class Route:
    """One prefix of a VRF's table, the router's letter for its source, and its next hops."""

    prefix: IPv4Network
    code: str
    hops: tuple[Hop, ...]

    def next_hops(self) -> frozenset[IPv4Address]:
        """The addresses it is forwarded to."""
        return frozenset(hop.next_hop for hop in self.hops if hop.next_hop)


@dataclass(frozen=True)
class RouteTargets:
    """The route targets by which a VRF exchanges routes, with plain AS numbers."""

    exports: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()


class RouterFacts(Protocol):
    """The facts of one router's VRFs."""

    def sessions(self, vrf: str) -> tuple[BgpSession, ...]:
        """Its BGP neighbors."""

    def prefix_counts(self, vrf: str) -> tuple[PrefixCounts, ...]:
        """The prefix counts of each neighbor that is up."""

    def refused(self, vrf: str) -> Mapping[IPv4Address, int]:
        """How often each neighbor's inbound prefix list refused a route since its session came up.

        Neighbors without such a count are left out: a router that counts nothing has none.
        """

    def routes(self, vrf: str) -> tuple[Route, ...]:
        """Its routing table."""

    def password_marks(self, vrf: str) -> Mapping[str, str]:
        """The placeholder of each neighbor's or peer group's password, by name; those without one are left out."""

    def targets(self, vrf: str) -> RouteTargets | None:
        """The route targets in its configuration; None where it is not configured."""
