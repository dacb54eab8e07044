"""What the prompt side asks of the data plane, and what the data plane reports back.

Two halves meet here and know nothing else of each other: the configuration tree turns itself into a
`Network`; a `Dataplane` makes the kernel and BIRD agree with it and answers what is really there now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True)
class Vrf:
    """One VRF and its route targets, as configured."""

    name: str
    rd: str | None
    import_targets: frozenset[str]
    export_targets: frozenset[str]


@dataclass(frozen=True)
class Bfd:
    """`bfd interval`: how often an interface sends and can hear BFD, and how many are missed before a link is dead."""

    interval_ms: int
    min_rx_ms: int
    multiplier: int


@dataclass(frozen=True)
class Interface:
    """One interface: IOS's long name (`GigabitEthernet2`), its VRF (None is the global table), `address/bits`."""

    name: str
    vrf: str | None
    address: str | None
    shutdown: bool
    bfd: Bfd | None = None


@dataclass(frozen=True)
class PrefixEntry:
    """One line of a prefix list; `ge` and `le` are None where not typed."""

    sequence: int
    action: Literal["permit", "deny"]
    prefix: str
    ge: int | None = None
    le: int | None = None


@dataclass(frozen=True)
class Clause:
    """One clause of a route map.

    Attributes:
        prefix_lists: Any of them must permit; without one, and without `unknown`, everything matches.
        unknown: It matches on something that this router does not look at: then it matches nothing.
        additive: Communities are added to those that are there.
    """

    sequence: int
    action: Literal["permit", "deny"]
    prefix_lists: tuple[str, ...] = ()
    unknown: bool = False
    metric: int | None = None
    local_preference: int | None = None
    communities: tuple[str, ...] = ()
    additive: bool = False
    prepend: tuple[int, ...] = ()


@dataclass(frozen=True)
class StaticRoute:
    """`ip route [vrf NAME] …`: over a next hop, an interface (IOS's long name, or `Null0`), or both."""

    vrf: str | None
    prefix: str
    next_hop: str | None
    interface: str | None = None
    distance: int = 1


@dataclass(frozen=True)
class Neighbor:
    """One BGP neighbor of one address family, or what the members of a listen range are like; times in seconds.

    Attributes:
        address: The neighbor's, or the peer group's name.
        local_as: What the neighbor takes this router's AS for.
        prepend_local_as: That AS is put before the path of what the neighbor sends (`no-prepend` is not said).
        replace_as: The neighbor does not see this router's own AS.
        maximum_prefix: More prefixes than this are too many.
        when_exceeded: Then the session ends, for good or for a while, or all stays as it is.
        life: Another one after each `shutdown`: a session that had ended for good begins anew.
        over_limit: It had too many; set by the data plane, not by the configuration.
    """

    address: str
    remote_as: int
    update_source: str | None = None
    ebgp_multihop: int | None = None
    activated: bool = True
    shutdown: bool = False
    prefix_list_out: str | None = None
    prefix_list_in: str | None = None
    password: str | None = None
    keepalive_seconds: int = 60
    hold_seconds: int = 180
    route_map_out: str | None = None
    route_map_in: str | None = None
    send_community: bool = False
    graceful_restart: bool = False
    bfd: bool = False
    maximum_prefix: int | None = None
    when_exceeded: Literal["disable", "restart", "warn"] = "disable"
    life: int = 0
    over_limit: bool = False
    local_as: int | None = None
    prepend_local_as: bool = True
    replace_as: bool = False


@dataclass(frozen=True)
class ListenRange:
    """`bgp listen range PREFIX`: whoever dials from there has these settings."""

    prefix: str
    members: Neighbor


@dataclass(frozen=True)
class Aggregate:
    """`aggregate-address`; `active` while something within it is in BGP, which the data plane sees, not the prompt."""

    prefix: str
    summary_only: bool = False
    active: bool = False


@dataclass(frozen=True)
class Family:
    """`address-family ipv4 [vrf NAME]`; vrf None is the global table.

    Attributes:
        redistribute_maps: The route maps of what is redistributed, by its name.
        listen_limit: How many neighbors there may be from the ranges.
    """

    vrf: str | None
    router_id: str | None
    redistribute: frozenset[str]
    networks: frozenset[str]
    maximum_paths: int
    neighbors: tuple[Neighbor, ...]
    redistribute_maps: Mapping[str, str] = field(default_factory=dict)
    ranges: tuple[ListenRange, ...] = ()
    listen_limit: int = 100
    aggregates: tuple[Aggregate, ...] = ()


@dataclass(frozen=True)
class Network:
    """The whole of what should forward; asn None means no `router bgp`."""

    hostname: str
    asn: int | None
    router_id: str | None
    vrfs: tuple[Vrf, ...]
    interfaces: tuple[Interface, ...]
    families: tuple[Family, ...]
    prefix_lists: dict[str, tuple[PrefixEntry, ...]]
    static_routes: tuple[StaticRoute, ...] = ()
    route_maps: Mapping[str, tuple[Clause, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Session:
    """A neighbor as it is now: IOS's state word, prefixes received and advertised, seconds in this state.

    `router_id` is the neighbor's own, known while the session is up.
    `dynamic` marks one that dialled from a listen range; it is gone when its session ends.
    """

    address: str
    remote_as: int
    state: Literal[
        "Idle", "Idle (Admin)", "Idle (PfxCt)", "Connect", "Active", "OpenSent", "OpenConfirm", "Established"
    ]
    prefixes_received: int
    prefixes_advertised: int
    seconds: int
    messages_received: int
    messages_sent: int
    router_id: str = "0.0.0.0"
    dynamic: bool = False


@dataclass(frozen=True)
class Path:
    """One way to one prefix in a VRF's BGP table.

    `next_hop` is 0.0.0.0 for a route of the router itself; `origin_vrf` is where a leaked path was learned
    (None where it is this VRF's own); `as_path` is empty for local routes; `multipath` marks IOS's `m`.
    `neighbor` is the session it was learned from (None for a route of the router itself and for a leaked one);
    `seconds` is its age.
    """

    prefix: str
    next_hop: str
    as_path: tuple[int, ...]
    origin: Literal["i", "e", "?"]
    best: bool
    multipath: bool
    origin_vrf: str | None
    metric: int | None = None
    neighbor: str | None = None
    local_preference: int | None = None
    communities: tuple[str, ...] = ()
    seconds: int = 0


@dataclass(frozen=True)
class Route:
    """One entry of the forwarding table the kernel uses for a VRF.

    `code` is IOS's letter: C connected, L local, S static, B BGP. `hops` are (next hop or None, interface's
    long name or None); `origin_vrf` as in `Path`; `seconds` is the age; `distance` is a static route's own.
    """

    prefix: str
    code: Literal["C", "L", "S", "B"]
    hops: tuple[tuple[str | None, str | None], ...]
    origin_vrf: str | None
    seconds: int
    distance: int = 1


Reset = Literal["session", "in", "out", "both"]
"""What `clear ip bgp` does: end the session, or take in or tell the routes again."""


class Dataplane(Protocol):
    """What the prompt side needs of whatever carries the packets. Calls are blocking and short."""

    def apply(self, network: Network) -> None:
        """Make the running network agree with `network`; returns once BIRD has taken it."""

    def interface_is_up(self, name: str) -> bool:
        """Whether the link under the interface has carrier."""

    def sessions(self, vrf: str | None) -> tuple[Session, ...]:
        """The neighbors of a VRF as they are now, in address order."""

    def paths(self, vrf: str | None) -> tuple[Path, ...]:
        """The BGP table of a VRF, in prefix order."""

    def routes(self, vrf: str | None) -> tuple[Route, ...]:
        """The forwarding table of a VRF, in prefix order."""

    def advertised(self, vrf: str | None, address: str) -> tuple[Path, ...]:
        """The paths of the BGP table that a neighbor is told, in prefix order."""

    def received(self, vrf: str | None, address: str) -> tuple[Path, ...]:
        """What a neighbor has told, before the inbound policy, in prefix order."""

    def reset(self, vrf: str | None, address: str, how: Reset) -> None:
        """End a neighbor's session, which begins anew, or exchange its routes again."""

    def close(self) -> None:
        """Stop every process the data plane started and take back what it gave the kernel."""
