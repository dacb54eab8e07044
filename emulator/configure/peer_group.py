"""Peer groups: creation, membership, removal.

Source: Cisco's command reference for `neighbor peer-group` and the removal of a group with its members. No recording
of IOS's refusals is known; the texts are Quagga's, whose prompt imitates IOS's.
"""

from typing import cast

from emulator.config.bgp import Bgp, Family, Neighbor
from emulator.config.neighbor import OUTBOUND
from emulator.configure.bgp import process
from emulator.configure.context import Context
from emulator.configure.group_as import fits
from emulator.configure.peers import FIRST, families_of, leave, members_of, new_neighbor
from emulator.grammar.match import Args

NOT_HERE = "% General session commands not allowed under the address family"
NO_GROUP = "% Configure the peer-group first"
NO_AS = "% Specify remote-as or peer-group remote AS first"
OTHER_GROUP = "% Cannot change peer-group. Deconfigure first"
MEMBER = "% Invalid command for a peer-group member"
GROUP_AND_TEMPLATE = "% Cannot configure both a peer-group and a peer template for a neighbor"
ACTIVATED = "% Peergroups are automatically activated when parameters are configured"


def define(context: Context, args: Args) -> str:
    """Create a group: `neighbor NAME peer-group`; `no` removes it with its ranges and members."""
    here, name = cast(Family, context.current.target), args["address"]
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
    """Remove the group, its listen ranges and its members; a member with its own AS becomes a plain neighbor."""
    for member in members_of(owner, name):
        leave(bgp, owner, member)
    owner.ranges = {prefix: group for prefix, group in owner.ranges.items() if group != name}
    for family in families_of(bgp, owner):
        family.groups.pop(name, None)


def membership(context: Context, args: Args) -> str:
    """Set a neighbor's group: `neighbor ADDRESS peer-group NAME`; a global family changes the process."""
    here, bgp = cast(Family, context.current.target), process(context)
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
    if neighbor and not fits(bgp, owner, group, neighbor):
        asn = neighbor.attributes["remote-as"].split()[1]
        return f"% Peer with AS {asn} cannot be in this peer-group, members must be all internal or all external"
    _join(bgp, owner, neighbor or new_neighbor(bgp, owner, address), group)
    return ""


def _end_membership(bgp: Bgp, owner: Family, neighbor: Neighbor | None, name: str | None) -> str:
    if neighbor is None:
        return FIRST
    if name and name not in owner.groups:
        return NO_GROUP
    if neighbor.group and name in (None, neighbor.group):
        leave(bgp, owner, neighbor)
    return ""


def _join(bgp: Bgp, owner: Family, neighbor: Neighbor, group: Neighbor) -> None:
    """Remove the neighbor's own values of attributes that the group sets."""
    neighbor.attributes["peer-group"] = f"peer-group {group.address}"
    if "remote-as" in group.attributes:
        neighbor.attributes.pop("remote-as", None)
    for family in families_of(bgp, owner):
        if neighbor.address in family.neighbors:
            own = family.neighbors[neighbor.address].attributes
            for key in OUTBOUND & set(own):
                del own[key]


def _has_template(bgp: Bgp, owner: Family, neighbor: Neighbor) -> bool:
    places = [family.neighbors.get(neighbor.address) for family in families_of(bgp, owner)]
    return any(each.session_template or each.policy_template for each in places if each)
