"""The neighbors that are asked for their routes again, because a list that they have has other entries now.

FRR does nothing where the entries of a list change. A neighbor that gets another list it asks by itself.
"""

from collections.abc import Collection, Iterable

from platforms.frr.objects.settings import neighbor_of
from platforms.frr.objects.values import BgpVrfValues
from platforms.inbound import changed_lists, named


def asked_again(lines: Collection[str], values: BgpVrfValues, previous: BgpVrfValues | None) -> tuple[str, ...]:
    """The commands that ask those neighbors of the stack which have a changed list already; no session ends.

    Args:
        lines: The lines of the running instance, without the modes they stand in.
        values: The instance as wanted.
        previous: The instance as it was applied last.
    """
    changed, there = changed_lists(values, previous), set(lines)
    listed = {neighbor.name: neighbor.prefix_list_in for neighbor in values.neighbors}
    asked = [
        neighbor
        for neighbor, name in listed.items()
        if name in changed and f"neighbor {neighbor} prefix-list {name} in" in there
    ]
    everyone = asked and len(asked) == len(set(filter(None, map(neighbor_of, there))))
    return asking(values.vrf, ["*"] if everyone else asked)


def asking(vrf: str, neighbors: Iterable[str]) -> tuple[str, ...]:
    """The commands that ask these neighbors or peer groups of a VRF."""
    return tuple(f"clear bgp vrf {vrf} ipv4 unicast {named(each)} soft in" for each in neighbors)
