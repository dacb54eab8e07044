"""What a cluster has, as far as it could be looked at."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network


@dataclass(frozen=True)
class Node:
    """One node: the address it peers from, the AS Calico has noted for it alone, whether it takes no new pods."""

    address: IPv4Address | None = None
    asn: int | None = None
    cordoned: bool = False


@dataclass(frozen=True)
class Given:
    """A LoadBalancer address: which service has it, and from which of MetalLB's pools."""

    service: str
    address: IPv4Address
    pool: str


@dataclass
class Facts:
    """What was seen; None where a kind of object could not be looked at.

    Args:
        nodes: The nodes, by name.
        pod_ranges: Calico's enabled IPv4 pools, by name.
        service_ranges: Where ClusterIPs come from.
        node_asn: The AS in Calico's BGPConfiguration `default`.
        calico_peers: The router addresses of Calico's BGPPeers that no Pulumi program made, by name.
        metallb_peers: The router addresses of MetalLB's BGPPeers, likewise.
        address_pools: The ranges of MetalLB's pools, first and last address, likewise.
        frr_only: What only the FRR modes do, of MetalLB's BGPPeers and BFDProfiles: the fields, by kind and name.
        given: The LoadBalancer addresses that MetalLB has given.
        unseen: What could not be looked at, and why.
    """

    nodes: dict[str, Node] | None = None
    pod_ranges: dict[str, IPv4Network] | None = None
    service_ranges: tuple[IPv4Network, ...] | None = None
    node_asn: int | None = None
    calico_peers: dict[str, str] | None = None
    metallb_peers: dict[str, str] | None = None
    address_pools: dict[str, tuple[tuple[IPv4Address, IPv4Address], ...]] | None = None
    frr_only: dict[str, str] | None = None
    given: tuple[Given, ...] | None = None
    unseen: list[str] = field(default_factory=list)
