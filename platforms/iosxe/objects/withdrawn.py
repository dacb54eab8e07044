"""What a family's neighbors should say, and what the stack remembers of those it took away.

A reload before a removal was saved brings back what nobody declares any more; it is the stack's to take away again.
"""

from platforms.iosxe.objects import neighbor_lines
from platforms.iosxe.objects.address_family import Family
from platforms.iosxe.objects.neighbor_lines import Slots
from platforms.iosxe.objects.values import BgpVrfValues
from platforms.object_type import Before


def wanted_neighbors(values: BgpVrfValues) -> dict[str, Slots]:
    """The wanted settings of each neighbor, by address."""
    return {str(neighbor.address): neighbor_lines.wanted_slots(neighbor) for neighbor in values.neighbors}


def addresses(values: BgpVrfValues) -> set[str]:
    """The declared neighbors."""
    return {str(neighbor.address) for neighbor in values.neighbors}


def texts(values: BgpVrfValues) -> dict[str, str]:
    """What the declared neighbors say when they are as wanted."""
    return {address: neighbor_lines.text(address, slots) for address, slots in wanted_neighbors(values).items()}


def formerly(before: Before) -> dict[str, str]:
    """The texts of the neighbors that the stack took away, by address."""
    found: dict[str, str] = (before or {}).get("formerly", {})
    return found


def said(before: Before) -> dict[str, Slots]:
    """The optional settings that the stack took away from neighbors it kept, by address."""
    found: dict[str, Slots] = (before or {}).get("formerly_said", {})
    return found


def taken_away(values: BgpVrfValues, previous: BgpVrfValues | None, known: Before) -> dict[str, Slots]:
    """The same with what this change takes away."""
    wanted, former = wanted_neighbors(values), wanted_neighbors(previous) if previous else {}
    taken = {
        address: {
            slot: rest
            for slot, rest in (said(known).get(address, {}) | neighbor_lines.optional(former.get(address, {}))).items()
            if slot not in slots
        }
        for address, slots in wanted.items()
    }
    return {address: slots for address, slots in taken.items() if slots}


def back(family: Family | None, values: BgpVrfValues, before: Before) -> set[str]:
    """The neighbors that the stack took away and that say again exactly what they said: a reload brought them back."""
    neighbors = family.neighbors if family else {}
    return {
        address
        for address, text in formerly(before).items()
        if address in neighbors
        and address not in addresses(values)
        and all(map(neighbor_lines.slot_of, neighbors[address]))
        and neighbor_lines.text(address, neighbor_lines.normal(neighbor_lines.slots_of(neighbors[address]))) == text
    }
