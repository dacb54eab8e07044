"""AS numbers of peer groups and their members. The refusals have Quagga's texts, as in `peer_group`."""

from emulator.config.bgp import Bgp, Family, Neighbor
from emulator.config.inheritance import inherited_as
from emulator.configure.peers import FIRST, leave, members_of

CREATE_FIRST = "% Create the peer-group first"


def group_as(bgp: Bgp, owner: Family, name: str, line: str | None) -> str:
    """Set or remove a group's AS: it replaces its members' own AS, and its removal deletes them."""
    group = owner.groups.get(name)
    if group is None:
        return CREATE_FIRST if line else FIRST
    relying = [member for member in members_of(owner, name) if "remote-as" in group.attributes]
    group.attributes.pop("remote-as", None)
    if line:
        group.attributes["remote-as"] = line
        for member in members_of(owner, name):
            member.attributes.pop("remote-as", None)
    else:
        for member in relying:
            leave(bgp, owner, member)
    return ""


def as_of_member(bgp: Bgp, owner: Family, address: str) -> str | None:
    """Return the AS that a member has from its group, which excludes one of its own."""
    neighbor = owner.neighbors.get(address)
    line = inherited_as(bgp, owner, neighbor) if neighbor and neighbor.group else None
    return line.split()[1] if line else None


def fits(bgp: Bgp, owner: Family, group: Neighbor, neighbor: Neighbor) -> bool:
    """Return whether a neighbor is internal or external as the group's members are; a group's own AS fits any."""
    kinds = {
        _is_internal(bgp, member) for member in members_of(owner, group.address) if member.address != neighbor.address
    }
    return "remote-as" in group.attributes or kinds <= {_is_internal(bgp, neighbor)}


def _is_internal(bgp: Bgp, neighbor: Neighbor) -> bool:
    return neighbor.attributes.get("remote-as", "").split()[1:] == [str(bgp.asn)]


def as_fits(bgp: Bgp, owner: Family, address: str, asn: str) -> bool:
    """Return whether a member of a group without an AS can have this one."""
    neighbor = owner.neighbors.get(address)
    if neighbor is None or neighbor.group not in owner.groups:
        return True
    changed = Neighbor(address, {"remote-as": f"remote-as {asn}"})
    return fits(bgp, owner, owner.groups[str(neighbor.group)], changed)
