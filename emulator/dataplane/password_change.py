"""A session is shut down while its password changes.

A neighbor can reconnect as soon as its session ends. While BIRD reconfigures in one step, the kernel still accepts a
connection with the old password, and the new one is never checked.
"""

from collections.abc import Iterable
from dataclasses import replace

from emulator.dataplane.bird_answers import BirdProtocol
from emulator.dataplane.leaks import family_of
from emulator.dataplane.names import Tables, neighbor_protocol
from emulator.dataplane.state import Family, Neighbor, Network


def with_new_password(wanted: Network, running: Network, tables: Tables) -> set[str]:
    """Return the names of BIRD's protocols for neighbors whose password changes."""
    return {
        neighbor_protocol(tables[family.vrf], neighbor.address)
        for family in wanted.families
        for neighbor in family.neighbors
        if family.vrf in tables and _password(running, family.vrf, neighbor) not in (None, (neighbor.password,))
    }


def shut_down_sessions(wanted: Network, names: set[str], tables: Tables) -> Network:
    """Return the wanted network with these sessions shut down."""

    def neighbors_of(family: Family) -> tuple[Neighbor, ...]:
        return tuple(
            replace(each, shutdown=True) if neighbor_protocol(tables[family.vrf], each.address) in names else each
            for each in family.neighbors
        )

    families = (replace(each, neighbors=neighbors_of(each)) if each.vrf in tables else each for each in wanted.families)
    return replace(wanted, families=tuple(families))


def are_down(names: set[str], protocols: Iterable[BirdProtocol]) -> bool:
    """Return whether all of these sessions have ended; a missing one has."""
    return all(each.details.get("BGP state", "Down") == "Down" for each in protocols if each.name in names)


def _password(network: Network, vrf: str | None, neighbor: Neighbor) -> tuple[str | None] | None:
    """Return the neighbor's password in the other network, as a tuple; None if the neighbor does not exist there."""
    family = family_of(network, vrf)
    found = (each.password for each in family.neighbors if each.address == neighbor.address) if family else ()
    return next(((password,) for password in found), None)
