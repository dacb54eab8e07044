"""Peer groups: made, joined, left, removed.

Source: Cisco's command reference says what `neighbor peer-group` does and that `no` removes the group with its
members; the texts of the refusals are those of Quagga, whose prompt imitates IOS's, as there is no record of IOS's.
"""

from typing import cast

from lab.router.config.bgp import Bgp, Family, Neighbor
from lab.router.config.inheritance import inherited_as
from lab.router.config.neighbor import OUTBOUND
from lab.router.configure.bgp import process
from lab.router.configure.context import Context
from lab.router.grammar.match import Args

FIRST = "% Specify remote-as or peer-group commands first"
NOT_HERE = "% General session commands not allowed under the address family"
NO_GROUP = "% Configure the peer-group first"
CREATE_FIRST = "% Create the peer-group first"
NO_AS = "% Specify remote-as or peer-group remote AS first"
OTHER_GROUP = "% Cannot change peer-group. Deconfigure first"
MEMBER = "% Invalid command for a peer-group member"
GROUP_AND_TEMPLATE = "% Cannot configure both a peer-group and a peer template for a neighbor"
ACTIVATED = "% Peergroups are automatically activated when parameters are configured"


def define(context: Context, args: Args) -> str:
    """`neighbor NAME peer-group`; with `no`, the group goes with its ranges and members."""
    here, name = cast(Family, context.place.target), args["address"]
    if here.kind != "process" and not here.vrf:
        return NOT_HERE
    if not args.negated:
        here.groups.setdefault(name, Neighbor(name))
        return ""
    if name not in here.groups:
        return f"% Peer-group {name} is not present, but will go ahead and delete"
    remove_group(process(context), here, name)
    return ""


def remove_group(bgp: Bgp, owner: Family, name: str) -> None:
    """The group, its listen ranges, its members; one with an AS of its own stays, a member no more."""
    for member in _members(owner, name):
        leave(bgp, owner, member)
    owner.ranges = {prefix: group for prefix, group in owner.ranges.items() if group != name}
    for family in _families(bgp, owner):
        family.groups.pop(name, None)


def membership(context: Context, args: Args) -> str:
    """`neighbor ADDRESS peer-group NAME`; in a global family it speaks of the process."""
    here, bgp = cast(Family, context.place.target), process(context)
    owner, address, name = bgp.owner(here), args["address"], args.get("group")
    neighbor = owner.neighbors.get(address)
    if args.negated:
        return _end_membership(bgp, owner, neighbor, name)
    group = owner.groups.get(name or "")
    if group is None:
        return NO_GROUP
    if neighbor is None and "remote-as" not in group.attributes:
        return NO_AS
    if neighbor and neighbor.group not in (None, group.address):
        return OTHER_GROUP
    if neighbor and _has_template(bgp, owner, neighbor):
        return GROUP_AND_TEMPLATE
    _join(bgp, owner, neighbor or introduced(bgp, owner, address), group)
    return ""


def _end_membership(bgp: Bgp, owner: Family, neighbor: Neighbor | None, name: str | None) -> str:
    if neighbor is None:
        return FIRST
    if name and name not in owner.groups:
        return NO_GROUP
    if neighbor.group and name in (None, neighbor.group):
        leave(bgp, owner, neighbor)
    return ""


def introduced(bgp: Bgp, owner: Family, address: str) -> Neighbor:
    """A new neighbor, which exchanges IPv4 routes by itself unless that is switched off."""
    neighbor = owner.neighbors.setdefault(address, Neighbor(address))
    if owner.vrf or bgp.default_ipv4:
        home = owner if owner.vrf else bgp.ipv4_home()
        home.neighbors.setdefault(address, Neighbor(address)).attributes["activate"] = "activate"
    return neighbor


def remove_neighbor(bgp: Bgp, owner: Family, address: str) -> None:
    """The neighbor with all that was said of it in any family."""
    for family in _families(bgp, owner):
        family.neighbors.pop(address, None)


def leave(bgp: Bgp, owner: Family, neighbor: Neighbor) -> None:
    """End a membership: whoever has no AS any more is gone."""
    neighbor.attributes.pop("peer-group", None)
    if "remote-as" not in neighbor.attributes:
        remove_neighbor(bgp, owner, neighbor.address)


def group_as(bgp: Bgp, owner: Family, name: str, line: str | None) -> str:
    """Set or take away a group's AS: members have it in place of their own, and are gone with it."""
    group = owner.groups.get(name)
    if group is None:
        return CREATE_FIRST if line else FIRST
    relying = [member for member in _members(owner, name) if "remote-as" in group.attributes]
    group.attributes.pop("remote-as", None)
    if line:
        group.attributes["remote-as"] = line
        for member in _members(owner, name):
            member.attributes.pop("remote-as", None)
    else:
        for member in relying:
            leave(bgp, owner, member)
    return ""


def as_of_member(bgp: Bgp, owner: Family, address: str) -> str | None:
    """The AS that a member has from its group, which it cannot have of its own then."""
    neighbor = owner.neighbors.get(address)
    line = inherited_as(bgp, owner, neighbor) if neighbor and neighbor.group else None
    return line.split()[1] if line else None


def _join(bgp: Bgp, owner: Family, neighbor: Neighbor, group: Neighbor) -> None:
    """What the group decides for its members is no longer the neighbor's own."""
    neighbor.attributes["peer-group"] = f"peer-group {group.address}"
    if "remote-as" in group.attributes:
        neighbor.attributes.pop("remote-as", None)
    for family in _families(bgp, owner):
        if neighbor.address in family.neighbors:
            own = family.neighbors[neighbor.address].attributes
            for key in OUTBOUND & set(own):
                del own[key]


def _members(owner: Family, name: str) -> list[Neighbor]:
    return [neighbor for neighbor in owner.neighbors.values() if neighbor.group == name]


def _families(bgp: Bgp, owner: Family) -> list[Family]:
    return [owner] if owner.vrf else bgp.global_families()


def _has_template(bgp: Bgp, owner: Family, neighbor: Neighbor) -> bool:
    places = [family.neighbors.get(neighbor.address) for family in _families(bgp, owner)]
    return any(each.session_template or each.policy_template for each in places if each)
