"""Creation, lookup and removal of neighbors, common to peer groups, templates and ranges."""

from emulator.config.bgp import Bgp, Family, Neighbor

FIRST = "% Specify remote-as or peer-group commands first"


def new_neighbor(bgp: Bgp, owner: Family, address: str) -> Neighbor:
    """Create a neighbor; it is active for IPv4 unless that default is off."""
    neighbor = owner.neighbors.setdefault(address, Neighbor(address))
    if owner.vrf or bgp.default_ipv4:
        home = owner if owner.vrf else bgp.ipv4_home()
        home.neighbors.setdefault(address, Neighbor(address)).attributes["activate"] = "activate"
    return neighbor


def remove_neighbor(bgp: Bgp, owner: Family, address: str) -> None:
    """Remove a neighbor from every family."""
    for family in families_of(bgp, owner):
        family.neighbors.pop(address, None)


def leave(bgp: Bgp, owner: Family, neighbor: Neighbor) -> None:
    """End a membership; a neighbor without an AS is removed."""
    neighbor.attributes.pop("peer-group", None)
    if "remote-as" not in neighbor.attributes:
        remove_neighbor(bgp, owner, neighbor.address)


def members_of(owner: Family, name: str) -> list[Neighbor]:
    """Return the members of a group."""
    return [neighbor for neighbor in owner.neighbors.values() if neighbor.group == name]


def families_of(bgp: Bgp, owner: Family) -> list[Family]:
    """Return every family that can configure a neighbor or group of this owner."""
    return [owner] if owner.vrf else bgp.global_families()
