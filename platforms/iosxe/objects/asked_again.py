"""The neighbors that are asked for their routes again, because the router accepts others now.

IOS compares a list that is new on a neighbor, or has other entries, with the routes that are announced from then on.
A route refresh (RFC 2918) asks for all of them; the session stays up.
"""

from collections.abc import Iterable, Iterator

from model.tables import DEFAULT_TABLE
from platforms.inbound import changed_lists, named
from platforms.iosxe.objects.address_family import Family
from platforms.iosxe.objects.neighbor_lines import setting_name, split
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.plan import Command


def asked_again(
    commands: Iterable[Command], family: Family, values: BgpVrfValues, previous: BgpVrfValues | None
) -> tuple[str, ...]:
    """The commands that ask those neighbors of the stack which the family has already.

    Args:
        commands: Those of the plan, which may give neighbors another list.
        family: The running family.
        values: The family as wanted.
        previous: The family as it was applied last.
    """
    changed, given = changed_lists(values, previous), set(_given_another(commands))
    listed = {neighbor.name: neighbor.prefix_list_in for neighbor in values.neighbors}
    asked = [each for each, name in listed.items() if each in family.neighbors and (name in changed or each in given)]
    # In the default table `*` would mean the neighbors of every VRF, too.
    everyone = asked and len(asked) == len(family.neighbors) and values.vrf != DEFAULT_TABLE
    return asking(values.vrf, ["*"] if everyone else asked)


def asking(vrf: str, neighbors: Iterable[str]) -> tuple[str, ...]:
    """The commands that ask these neighbors or peer groups of a VRF."""
    table = "" if vrf == DEFAULT_TABLE else f" vrf {vrf}"
    return tuple(f"clear ip bgp {named(each)}{table} soft in" for each in neighbors)


def _given_another(commands: Iterable[Command]) -> Iterator[str]:
    """The neighbors whose inbound list the commands set or remove."""
    for command in commands:
        found = split(command.line)
        if found and setting_name(found[1].removeprefix("no ")) == "prefix-list in":
            yield found[0]
