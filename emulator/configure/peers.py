"""What neighbors and peer groups of one family have in common: introduced, found, removed."""

from emulator.config.bgp import Bgp, Family, Neighbor

FIRST = "% Specify remote-as or peer-group commands first"


def introduced(bgp: Bgp, owner: Family, address: str) -> Neighbor:
    """A new neighbor, which exchanges IPv4 routes by itself unless that is switched off."""
    neighbor = owner.neighbors.setdefault(address, Neighbor(address))
    if owner.vrf or bgp.default_ipv4:
        home = owner if owner.vrf else bgp.ipv4_home()
        home.neighbors.setdefault(address, Neighbor(address)).attributes["activate"] = "activate"
    return neighbor


def remove_neighbor(bgp: Bgp, owner: Family, address: str) -> None:
    """The neighbor with all that was said of it in any family."""
    for family in families_of(bgp, owner):
        family.neighbors.pop(address, None)


def leave(bgp: Bgp, owner: Family, neighbor: Neighbor) -> None:
    """End a membership: whoever has no AS any more is gone."""
    neighbor.attributes.pop("peer-group", None)
    if "remote-as" not in neighbor.attributes:
        remove_neighbor(bgp, owner, neighbor.address)


def members_of(owner: Family, name: str) -> list[Neighbor]:
    """The members of a group."""
    return [neighbor for neighbor in owner.neighbors.values() if neighbor.group == name]


def families_of(bgp: Bgp, owner: Family) -> list[Family]:
    """Every family that may say something of a neighbor or group of this one."""
    return [owner] if owner.vrf else bgp.global_families()
