"""The wanted neighbors of a family, and those that the stack removed.

A reload before a removal was saved brings removed lines back; they are the stack's, and removed again.
"""

from platforms.iosxe.objects import neighbor_lines
from platforms.iosxe.objects.address_family import Family
from platforms.iosxe.objects.neighbor_lines import Settings
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.object_type import Before


def wanted_neighbors(values: BgpVrfValues) -> dict[str, Settings]:
    """The wanted settings of each neighbor, by address."""
    return {str(neighbor.address): neighbor_lines.wanted_settings_of(neighbor) for neighbor in values.neighbors}


def addresses(values: BgpVrfValues) -> set[str]:
    """The declared neighbors."""
    return {str(neighbor.address) for neighbor in values.neighbors}


def texts(values: BgpVrfValues) -> dict[str, str]:
    """The wanted text of each declared neighbor, by address."""
    return {address: neighbor_lines.text(address, settings) for address, settings in wanted_neighbors(values).items()}


def removed_neighbors(before: Before) -> dict[str, str]:
    """The texts of the neighbors that the stack removed, by address."""
    found: dict[str, str] = (before or {}).get("formerly", {})
    return found


def removed_settings(before: Before) -> dict[str, Settings]:
    """The optional settings that the stack removed from neighbors it kept, by address."""
    found: dict[str, Settings] = (before or {}).get("formerly_said", {})
    return found


def settings_after(values: BgpVrfValues, previous: BgpVrfValues | None, known: Before) -> dict[str, Settings]:
    """The removed settings after a change from `previous` to `values`."""
    wanted, former = wanted_neighbors(values), wanted_neighbors(previous) if previous else {}
    found = {}
    for address, settings in wanted.items():
        removed = removed_settings(known).get(address, {}) | neighbor_lines.optional(former.get(address, {}))
        if left := {name: tail for name, tail in removed.items() if name not in settings}:
            found[address] = left
    return found


def reappeared(family: Family | None, values: BgpVrfValues, before: Before) -> set[str]:
    """The removed neighbors that run again with exactly their former text: a reload brought them back."""
    neighbors = family.neighbors if family else {}
    return {
        address
        for address, text in removed_neighbors(before).items()
        if address in neighbors
        and address not in addresses(values)
        and all(map(neighbor_lines.setting_name, neighbors[address]))
        and neighbor_lines.text(address, neighbor_lines.normal(neighbor_lines.settings_in(neighbors[address]))) == text
    }
