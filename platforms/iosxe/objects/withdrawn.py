"""The wanted neighbors of a family, and those that the stack removed.

A reload before a removal was saved brings removed lines back; they are the stack's, and removed again.
"""

from platforms.iosxe.objects import neighbor_lines
from platforms.iosxe.objects.address_family import Family
from platforms.iosxe.objects.histories import BgpVrfHistory
from platforms.iosxe.objects.neighbor_lines import Settings
from platforms.iosxe.objects.values import BgpVrfValues


def wanted_neighbors(values: BgpVrfValues | None) -> dict[str, Settings]:
    """The wanted settings of each neighbor, by address; none where `values` is None."""
    neighbors = values.neighbors if values else ()
    return {neighbor.name: neighbor_lines.wanted_settings_of(neighbor) for neighbor in neighbors}


def texts(values: BgpVrfValues) -> dict[str, str]:
    """The wanted text of each declared neighbor, by address."""
    return {address: neighbor_lines.text(address, settings) for address, settings in wanted_neighbors(values).items()}


def settings_after(values: BgpVrfValues, previous: BgpVrfValues, known: BgpVrfHistory) -> dict[str, Settings]:
    """The optional settings removed from kept neighbors, after a change from `previous` to `values`."""
    wanted, former = wanted_neighbors(values), wanted_neighbors(previous)
    found = {}
    for address, settings in wanted.items():
        removed = known.removed_settings.get(address, {}) | neighbor_lines.optional(former.get(address, {}))
        if left := {name: tail for name, tail in removed.items() if name not in settings}:
            found[address] = left
    return found


def reappeared(family: Family, values: BgpVrfValues, before: BgpVrfHistory) -> set[str]:
    """The removed neighbors that run again with exactly their former text: a reload brought them back."""
    neighbors, wanted = family.neighbors, wanted_neighbors(values)
    return {
        address
        for address, text in before.removed_neighbors.items()
        if address in neighbors
        and address not in wanted
        and all(map(neighbor_lines.setting_name, neighbors[address]))
        and neighbor_lines.text(address, neighbor_lines.normal(neighbor_lines.settings_in(neighbors[address]))) == text
    }
