"""What was found on a configured router, in the form of every platform."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any

from model.tables import DEFAULT_TABLE


@dataclass(frozen=True)
class SharedSettings:
    """The settings that the neighbors of one VRF share; the password is its placeholder."""

    ebgp_multihop: int | None = None
    update_source: str | None = None
    prefix_list_out: str | None = None
    timers: tuple[int, int] | None = None
    password: str | None = None


@dataclass(frozen=True)
class FoundNeighbor:
    """An external neighbor with all that counts for it, inherited settings included.

    Attributes:
        address: Its address; of the members of a listen range the range.
        asn: Its AS; 0 where none is given.
        settings: What the neighbors of a table share.
        near: The interface that its sessions use; empty where none is known.
        source: The peer group or the templates that it has settings from: `peer group 'NODES'`.
        listener: The listen range that it comes by, as the router prints it; empty for a neighbor that is listed.
        prefix_list_in: Its inbound prefix list.
        bfd: Whether the router watches it by BFD, as a stack can say it.
        graceful_restart: Whether it has graceful restart.
        agreed: Its lines that the node's end must fit and that no stack can say, by why.
        filters: Its lines that filter routes otherwise than by a prefix list.
        unfit: Why a stack cannot describe it; empty where it can.
    """

    address: str
    asn: int
    settings: SharedSettings = field(default_factory=SharedSettings)
    near: str = ""
    source: str = ""
    listener: str = ""
    prefix_list_in: str | None = None
    bfd: bool = False
    graceful_restart: bool = False
    agreed: tuple[tuple[str, str], ...] = ()
    filters: tuple[str, ...] = ()
    unfit: str = ""


@dataclass(frozen=True)
class FoundRange:
    """A range whose members may connect without being in the configuration.

    Attributes:
        line: As the router prints it.
        prefix: The range.
        group: The name of its peer group.
        member: What counts for its members.
    """

    line: str
    prefix: IPv4Network
    group: str
    member: FoundNeighbor


@dataclass(frozen=True)
class FoundVrf:
    """A VRF that a stack can describe, or the default table, with its interfaces and its BGP family.

    Attributes:
        name: Its name.
        rd: Its route distinguisher; None in the default table.
        export_targets: The route targets that it exports, by number.
        import_targets: The route targets that it imports, by number.
        interfaces: Its interfaces with an address, in the router's order.
        router_id: The BGP router id of its family.
        redistribute: The sources redistributed into its BGP family.
        maximum_paths: How many next hops a prefix may have.
        listed: Its neighbors, those that a stack cannot describe included.
        ranges: Its listen ranges.
        bfd_timers: Interval in milliseconds and multiplier of BFD, by interface.
        router_keys: The keys of the stack's router that follow from how this VRF is written.
    """

    name: str
    rd: str | None
    export_targets: tuple[str, ...]
    import_targets: tuple[str, ...]
    interfaces: dict[str, IPv4Interface]
    router_id: str | None = None
    redistribute: tuple[str, ...] = ()
    maximum_paths: int | None = None
    listed: tuple[FoundNeighbor, ...] = ()
    ranges: tuple[FoundRange, ...] = ()
    bfd_timers: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    router_keys: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_default(self) -> bool:
        """Whether it is the table outside every VRF."""
        return self.name == DEFAULT_TABLE

    @cached_property
    def alike(self) -> tuple[FoundNeighbor, ...]:
        """The neighbors that are told the same as most: the largest group, first by how many have a private AS."""
        groups: dict[object, tuple[FoundNeighbor, ...]] = {}
        for each in self.listed:
            if not each.unfit:
                key = (each.settings, each.near, each.agreed)
                groups[key] = (*groups.get(key, ()), each)
        return max(groups.values(), key=_rank, default=())

    @property
    def settings(self) -> SharedSettings:
        """What these neighbors share."""
        return self.alike[0].settings if self.alike else SharedSettings()

    @property
    def neighbors(self) -> dict[str, int]:
        """Their AS numbers by address."""
        return {each.address: each.asn for each in self.alike}

    @property
    def prefix_list_in(self) -> str | None:
        """The inbound prefix list that all of them have; None where they have none, or different ones."""
        names = {each.prefix_list_in for each in self.alike}
        return names.pop() if len(names) == 1 else None


def _rank(group: tuple[FoundNeighbor, ...]) -> tuple[int, int]:
    return sum(is_private(each.asn) for each in group), len(group)


def is_private(asn: int) -> bool:
    """Whether an AS is for private use, as the nodes' usually is (RFC 6996)."""
    return 64512 <= asn <= 65534 or 4200000000 <= asn <= 4294967294


@dataclass(frozen=True)
class Found:
    """A router's BGP process, its VRFs, its interfaces outside them, and the prefix lists that its neighbors name.

    Attributes:
        vrfs: The VRFs and the default table, by name.
        undescribed: Why other VRFs with a BGP family cannot be described, a sentence each.
        unlike: The error for two VRFs whose `router_keys` differ, and its hint.
    """

    hostname: str
    asn: int
    router_id: str | None
    vrfs: dict[str, FoundVrf]
    interfaces: dict[str, IPv4Interface]
    prefix_lists: dict[str, list[str]]
    undescribed: tuple[str, ...]
    unlike: tuple[str, str]


def nearest(settings: SharedSettings, address: str, interfaces: Mapping[str, IPv4Interface]) -> str:
    """The interface of a neighbor's sessions: its source, or the one whose subnet it is on; else empty."""
    on_link = (name for name, each in interfaces.items() if IPv4Address(address) in each.network)
    return settings.update_source or next(on_link, "")


_SHOWN = 3


def shown(texts: Sequence[str]) -> str:
    """The first three, and how many there are beside them."""
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + more


def neighbors_do(addresses: Sequence[str], one: str, many: str) -> str:
    """Neighbors as a sentence's beginning, with its verb."""
    return f"neighbor {addresses[0]} {one}" if len(addresses) == 1 else f"neighbors {shown(addresses)} {many}"


def lists_of(vrfs: Iterable[FoundVrf]) -> list[str]:
    """The names of the prefix lists that the VRFs' neighbors have."""
    members = [each for vrf in vrfs for each in (*vrf.listed, *(found.member for found in vrf.ranges))]
    return sorted({name for each in members for name in (each.settings.prefix_list_out, each.prefix_list_in) if name})
