"""The facts of a router: BGP sessions, prefix counts, routes, passwords, and the settings that decide them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any, Protocol

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


class Setting(StrEnum):
    """A setting of a neighbor that decides whether its session comes up, or what it carries."""

    REMOTE_AS = "remote-as"
    SHUTDOWN = "shutdown"
    MULTIHOP = "multihop"
    TTL_SECURITY = "ttl-security"
    SOURCE = "source"
    TIMERS = "timers"
    PASSWORD = "password"
    PORT = "port"
    LIST_IN = "list-in"
    LIST_OUT = "list-out"
    MAXIMUM_PREFIX = "maximum-prefix"


@dataclass(frozen=True)
class RunningNeighbor:
    """A neighbor as it stands in the configuration, its inherited settings too.

    Attributes:
        values: The value of each setting that a line sets; of a password its placeholder.
        lines: The line that sets it, as it is typed; of a password without it.
    """

    values: Mapping[Setting, str] = field(default_factory=dict)
    lines: Mapping[Setting, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RunningInterface:
    """An interface: its VRF and addresses, whether it is shut down by a line, and whether it has a carrier.

    Attributes:
        filters: The lines that filter packets on it.
    """

    vrf: str
    addresses: tuple[IPv4Interface, ...] = ()
    shutdown: bool = False
    up: bool = True
    filters: tuple[str, ...] = ()


class Notice(StrEnum):
    """What ended a neighbor's session, or keeps it from coming up, as the router itself says."""

    WRONG_AS = "wrong AS"
    HOLD_TIME = "hold time not accepted"
    HOLD_EXPIRED = "hold time expired"
    PASSWORD = "wrong password"
    TOO_MANY_PREFIXES = "too many prefixes"
    BFD = "BFD down"


@dataclass(frozen=True)
class Noted:
    """The last notice about a neighbor: what it says, and its words on the router."""

    notice: Notice
    text: str


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

    def neighbors(self, vrf: str) -> Mapping[str, RunningNeighbor]:
        """The neighbors and peer groups in its configuration, by name."""

    def maximum_paths(self, vrf: str) -> int | None:
        """The most next hops of a route that its configuration allows; None: the router's default."""

    def leak_filters(self, vrf: str) -> tuple[str, ...]:
        """The lines that filter what it imports from and exports to other VRFs."""

    def prefix_list(self, name: str) -> tuple[str, ...]:
        """The entries of a prefix list, such as `seq 5 deny 0.0.0.0/0 le 32`; none where it is not configured."""

    def interfaces(self) -> Mapping[str, RunningInterface]:
        """The router's interfaces, by name."""

    def notices(self) -> Mapping[IPv4Address, Noted]:
        """The last notice about each neighbor whose session did not come up after it."""

    def tree(self) -> Any | None:
        """The running configuration for the platform's object types; None where they need more than is read here."""

    def saved(self) -> bool | None:
        """Whether the running configuration is the saved one; None where that cannot be seen."""
