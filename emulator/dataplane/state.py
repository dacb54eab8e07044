"""The interface between the prompt and the data plane.

The two sides depend on nothing else of each other: the configuration is translated to a `Network`, and a
`Dataplane` configures kernel and BIRD for it and reports their state.
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
    """`bfd interval`: the transmit and receive intervals in ms, and the missed packets after which a link is down."""

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
    """One line of a prefix list; `ge` and `le` are None if not configured."""

    sequence: int
    action: Literal["permit", "deny"]
    prefix: str
    ge: int | None = None
    le: int | None = None


@dataclass(frozen=True)
class Clause:
    """One clause of a route map.

    Attributes:
        prefix_lists: One of them must permit the prefix; without any, and without `unknown`, everything matches.
        unknown: Whether the clause has an unsupported `match`; it then matches nothing.
        additive: Whether communities are added to the existing ones.
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
    """`ip route [vrf NAME] …` with a next hop, an interface (IOS's long name, or `Null0`), or both."""

    vrf: str | None
    prefix: str
    next_hop: str | None
    interface: str | None = None
    distance: int = 1


@dataclass(frozen=True)
class Neighbor:
    """One BGP neighbor of one address family, or the settings of a listen range's members; times in seconds.

    Attributes:
        address: The neighbor's address, or the peer group's name.
        local_as: The AS number that the router presents to the neighbor.
        prepend_local_as: Whether that AS is prepended to received paths (no `no-prepend`).
        replace_as: Whether the router's own AS is hidden from the neighbor.
        maximum_prefix: The maximum number of accepted prefixes.
        limit_action: The effect of more prefixes: end the session, restart it later, or only warn.
        generation: A number that changes with each `shutdown`; a session that ended for good then restarts.
        over_limit: Whether the session exceeded the limit; set by the data plane, not by the configuration.
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
    limit_action: Literal["disable", "restart", "warn"] = "disable"
    generation: int = 0
    over_limit: bool = False
    local_as: int | None = None
    prepend_local_as: bool = True
    replace_as: bool = False


@dataclass(frozen=True)
class ListenRange:
    """`bgp listen range PREFIX`: neighbors from this prefix have these settings."""

    prefix: str
    members: Neighbor


@dataclass(frozen=True)
class Aggregate:
    """`aggregate-address`; `active` while BGP has a more specific prefix, which only the data plane knows."""

    prefix: str
    summary_only: bool = False
    active: bool = False


@dataclass(frozen=True)
class Family:
    """`address-family ipv4 [vrf NAME]`; vrf None is the global table.

    Attributes:
        redistribute_maps: The route map of each redistributed source.
        listen_limit: The maximum number of dynamic neighbors.
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
    """The whole network to run; asn None means no `router bgp`."""

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
    """A neighbor's current state: IOS's state word, prefixes received and advertised, seconds in this state.

    `router_id` is the neighbor's, known while the session is up.
    `dynamic` marks a neighbor of a listen range, which disappears with its session.
    `prefixes_refused` is how often the inbound policy refused a prefix.
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
    prefixes_refused: int = 0


@dataclass(frozen=True)
class Path:
    """One path to one prefix in a VRF's BGP table.

    `next_hop` is 0.0.0.0 for the router's own route; `origin_vrf` is the VRF in which a leaked path was learned
    (None for this VRF's own); `as_path` is empty for local routes; `multipath` is IOS's `m`.
    `neighbor` is the session that received it (None for the router's own route and for a leaked one);
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
    """One entry of the forwarding table that the kernel uses for a VRF.

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
"""The action of `clear ip bgp`: end the session, reload its inbound or its outbound routes, or both."""


class Dataplane(Protocol):
    """The data plane as the prompt uses it. Calls are blocking and short."""

    def apply(self, network: Network) -> None:
        """Configure the data plane for `network`; return when BIRD has accepted it."""

    def interface_is_up(self, name: str) -> bool:
        """Return whether the link under the interface has carrier."""

    def sessions(self, vrf: str | None) -> tuple[Session, ...]:
        """Return the neighbors of a VRF with their current state, in address order."""

    def paths(self, vrf: str | None) -> tuple[Path, ...]:
        """Return the BGP table of a VRF, in prefix order."""

    def routes(self, vrf: str | None) -> tuple[Route, ...]:
        """Return the forwarding table of a VRF, in prefix order."""

    def advertised(self, vrf: str | None, address: str) -> tuple[Path, ...]:
        """Return the paths of the BGP table that are announced to a neighbor, in prefix order."""

    def received(self, vrf: str | None, address: str) -> tuple[Path, ...]:
        """Return a neighbor's announcements before the inbound policy, in prefix order."""

    def reset(self, vrf: str | None, address: str, how: Reset) -> None:
        """End and restart a neighbor's session, or exchange its routes again."""

    def close(self) -> None:
        """Stop all processes of the data plane and restore the kernel's state."""
