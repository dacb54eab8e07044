"""The local address and the link of a neighbor's session."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from emulator.dataplane.leaks import connected, host_of
from emulator.dataplane.names import is_loopback, link
from emulator.dataplane.state import Interface, ListenRange, Neighbor, Network


@dataclass(frozen=True)
class Attachment:
    """The session's local address, and its link for a directly connected neighbor (None: multihop, routed)."""

    local: str
    link: str | None


def attachment(network: Network, vrf: str | None, neighbor: Neighbor) -> Attachment | None:
    """Return the local end of a neighbor's session; None if IOS would stay Idle.

    An external neighbor without `ebgp-multihop` must be on the subnet of an interface of the VRF. Without
    `update-source` the local address is that of the interface on the neighbor's subnet.
    """
    nearest = _on_subnet(network, vrf, neighbor.address)
    source = _update_source(network, vrf, neighbor) if neighbor.update_source else nearest
    if source is None or source.address is None:
        return None
    if neighbor.ebgp_multihop is not None or neighbor.remote_as == network.asn:
        return Attachment(host_of(source.address), None)
    return Attachment(host_of(source.address), link(nearest.name)) if nearest else None


def range_attachments(network: Network, vrf: str | None, listen: ListenRange) -> list[Attachment]:
    """Return the local ends of a range's sessions: one for each interface whose subnet overlaps the range.

    A range without such an interface needs `update-source` and multihop neighbors.
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
