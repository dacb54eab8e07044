"""What a family says of neighbors that it does not list one by one: listen ranges, and members of groups."""

import re
from collections.abc import Iterator

from render.iosxe.family import Family

_RANGE = re.compile(r"bgp listen range (\S+) peer-group (\S+)")


def remarks(vrf: str, family: Family) -> Iterator[str]:
    """Why a stack cannot describe some of a family's neighbors, a sentence each."""
    for line in family.own:
        if found := _RANGE.fullmatch(line):
            source = _as_of(family, found[2])
            yield f"VRF {vrf} takes its neighbors by '{line}'{source}: a stack needs each of them by its address"
    unknown: dict[str, list[str]] = {}
    for address, rests in family.neighbors.items():
        for group in (rest.split()[1] for rest in rests if rest.startswith("peer-group ")):
            if group not in family.neighbors:
                unknown.setdefault(group, []).append(address)
    for group, members in unknown.items():
        yield f"in VRF {vrf} {_listed(members)} in peer group '{group}', which that VRF does not have"


def _listed(members: list[str]) -> str:
    if len(members) == 1:
        return f"neighbor {members[0]} is"
    return f"neighbors {', '.join(members[:3])}{f' and {len(members) - 3} more' if len(members) > 3 else ''} are"


def _as_of(family: Family, group: str) -> str:
    remote = next((rest for rest in family.neighbors.get(group, ()) if rest.startswith("remote-as ")), None)
    return f", and their AS {remote.split()[1]} comes from that peer group" if remote else ""
