"""The facts about a cluster, as far as they could be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network


@dataclass(frozen=True)
class Node:
    """A node: the address of its BGP sessions, Calico's AS for it alone, whether it is cordoned, and its labels."""

    address: IPv4Address | None = None
    asn: int | None = None
    cordoned: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AssignedAddress:
    """An assigned LoadBalancer address: its service, and the pool of MetalLB that it is from.

    Attributes:
        requested: Whether the service requests an address of Calico as well.
    """

    service: str
    address: IPv4Address
    pool: str
    requested: bool = False


@dataclass(frozen=True)
class ServicePool:
    """A pool from which Calico assigns services' addresses, and whether another than a stack made it."""

    prefix: IPv4Network
    foreign: bool


@dataclass
class Facts:
    """The facts about a cluster; None: the objects could not be read.

    Args:
        nodes: The nodes, by name.
        pod_ranges: Calico's enabled IPv4 pools of pods, by name.
        cross_subnet: The names of those with VXLAN between subnets alone.
        service_pools: Calico's enabled IPv4 pools of services, by name.
        assign_ips: To which services Calico's controllers assign addresses: `AllServices` or `RequestedServicesOnly`;
            "": to none.
        service_ranges: The ranges of ClusterIPs.
        node_asn: The AS in Calico's BGPConfiguration `default`.
        calico_peers: The router addresses of Calico's BGPPeers that Pulumi does not manage, by name.
        metallb_peers: The router addresses of MetalLB's BGPPeers, likewise.
        address_pools: The ranges of MetalLB's pools, first and last address, likewise.
        frr_only: The fields of MetalLB's BGPPeers and BFDProfiles that only the FRR modes support, by kind and name.
        assigned: The LoadBalancer addresses that MetalLB has assigned.
        unread: The objects that could not be read, each with the reason.
    """

    nodes: dict[str, Node] | None = None
    pod_ranges: dict[str, IPv4Network] | None = None
    cross_subnet: tuple[str, ...] | None = None
    service_pools: dict[str, ServicePool] | None = None
    assign_ips: str | None = None
    service_ranges: tuple[IPv4Network, ...] | None = None
    node_asn: int | None = None
    calico_peers: dict[str, str] | None = None
    metallb_peers: dict[str, str] | None = None
    address_pools: dict[str, tuple[tuple[IPv4Address, IPv4Address], ...]] | None = None
    frr_only: dict[str, str] | None = None
    assigned: tuple[AssignedAddress, ...] | None = None
    unread: list[str] = field(default_factory=list)
