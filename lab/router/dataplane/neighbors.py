"""How a neighbor is reached: the local address of its session and the link it sits on."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface

from lab.router.dataplane.leaks import connected, host_of
from lab.router.dataplane.names import is_loopback, link
from lab.router.dataplane.state import Interface, Neighbor, Network


@dataclass(frozen=True)
class Attachment:
    """The session's own address, and the link for a neighbor one hop away (None: several hops, routed)."""

    local: str
    link: str | None


def attachment(network: Network, vrf: str | None, neighbor: Neighbor) -> Attachment | None:
    """Where the session with a neighbor starts from; None where IOS would stay Idle.

    An external neighbor without `ebgp-multihop` must be on a subnet of an interface of the VRF. Without
    `update-source` the session starts from the interface on the neighbor's subnet.
    """
    nearest = _on_subnet(network, vrf, neighbor.address)
    source = _update_source(network, vrf, neighbor) if neighbor.update_source else nearest
    if source is None or source.address is None:
        return None
    if neighbor.ebgp_multihop is not None or neighbor.remote_as == network.asn:
        return Attachment(host_of(source.address), None)
    return Attachment(host_of(source.address), link(nearest.name)) if nearest else None


def runs(network: Network, vrf: str | None, neighbor: Neighbor) -> bool:
    """Whether BIRD has a protocol for the neighbor."""
    return neighbor.activated and attachment(network, vrf, neighbor) is not None


def _on_subnet(network: Network, vrf: str | None, address: str) -> Interface | None:
    near = (i for i in connected(network, vrf) if not is_loopback(i.name) and link(i.name) is not None)
    return next((i for i in near if _holds(i, address)), None)


def _holds(interface: Interface, address: str) -> bool:
    return interface.address is not None and IPv4Address(address) in IPv4Interface(interface.address).network


def _update_source(network: Network, vrf: str | None, neighbor: Neighbor) -> Interface | None:
    return next((i for i in connected(network, vrf) if i.name == neighbor.update_source), None)
