"""How a neighbor is reached: the local address of its session and the link it sits on."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from emulator.dataplane.leaks import connected, host_of
from emulator.dataplane.names import is_loopback, link
from emulator.dataplane.state import Interface, ListenRange, Neighbor, Network


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


def range_attachments(network: Network, vrf: str | None, listen: ListenRange) -> list[Attachment]:
    """Where sessions with the neighbors of a range can start from: by the interfaces whose subnets it touches.

    A range that touches none needs `update-source`, and neighbors that may be several hops away.
    """
    members = listen.members
    near = [i for i in connected(network, vrf) if not is_loopback(i.name) and link(i.name) and _touches(i, listen)]
    sources = [_update_source(network, vrf, members)] if members.update_source else near
    found = [source.address for source in sources if source and source.address]
    if members.ebgp_multihop is not None or members.remote_as == network.asn:
        return [Attachment(host_of(address), None) for address in found]
    if members.update_source:
        found = found * len(near)
    return [Attachment(host_of(address), link(i.name)) for address, i in zip(found, near, strict=False)]


def runs(network: Network, vrf: str | None, neighbor: Neighbor) -> bool:
    """Whether BIRD has a protocol for the neighbor."""
    return neighbor.activated and attachment(network, vrf, neighbor) is not None


def _on_subnet(network: Network, vrf: str | None, address: str) -> Interface | None:
    near = (i for i in connected(network, vrf) if not is_loopback(i.name) and link(i.name) is not None)
    return next((i for i in near if _holds(i, address)), None)


def _touches(interface: Interface, listen: ListenRange) -> bool:
    return interface.address is not None and IPv4Interface(interface.address).network.overlaps(
        IPv4Network(listen.prefix)
    )


def _holds(interface: Interface, address: str) -> bool:
    return interface.address is not None and IPv4Address(address) in IPv4Interface(interface.address).network


def _update_source(network: Network, vrf: str | None, neighbor: Neighbor) -> Interface | None:
    return next((i for i in connected(network, vrf) if i.name == neighbor.update_source), None)
