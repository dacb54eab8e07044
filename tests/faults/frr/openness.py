"""Which neighbors could come up without an outbound filter, after each line that FRR accepted.

A peer group stands for its members: it can have one as long as it has a listen range.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults.router import DOCUMENTATION_AS

# VRF and address.
Place = tuple[str, str]
_NEIGHBOR = re.compile(r"(no )?neighbor (\S+)(?: (remote-as|prefix-list|shutdown|activate|peer-group)\b ?(\S*))?(.*)")
_RANGE = re.compile(r"(no )?bgp listen range (\S+) peer-group (\S+)")
_LIST = re.compile(r"(no )?ip prefix-list (\S+)(?: seq (\d+))?.*")
_INSTANCE = re.compile(r"(no )?router bgp \d+(?: vrf (\S+))?")


@dataclass
class Neighbors:
    """What counts for the openness of neighbors; lines are added in the order in which FRR accepted them.

    Attributes:
        settings: Of each neighbor: `remote-as`, `prefix-list`, `shutdown`; of a group also `peer-group`.
        ranges: The prefixes of each group's listen ranges.
        lists: The sequence numbers of each prefix list.
    """

    settings: dict[Place, dict[str, str]] = field(default_factory=dict)
    ranges: dict[Place, set[str]] = field(default_factory=dict)
    lists: dict[str, set[str]] = field(default_factory=dict)
    _vrf: str = ""

    def add(self, line: str) -> None:
        """Count one line."""
        if found := _INSTANCE.fullmatch(line):
            self._vrf = found[2] or "default"
            if found[1]:
                self.settings = {place: own for place, own in self.settings.items() if place[0] != self._vrf}
                self.ranges = {place: own for place, own in self.ranges.items() if place[0] != self._vrf}
        elif found := _LIST.fullmatch(line):
            self._add_entry(bool(found[1]), found[2], found[3])
        elif found := _RANGE.fullmatch(line):
            known = self.ranges.setdefault((self._vrf, found[3]), set())
            (known.discard if found[1] else known.add)(found[2])
        elif found := _NEIGHBOR.fullmatch(line):
            self._set(bool(found[1]), (self._vrf, found[2]), found[3], found[4], found[5])

    def _add_entry(self, removed: bool, name: str, number: str | None) -> None:
        if not removed:
            self.lists.setdefault(name, set()).add(number or "")
        elif number is None:
            self.lists.pop(name, None)
        else:
            self.lists.get(name, set()).discard(number)

    def _set(self, removed: bool, place: Place, name: str | None, value: str, rest: str) -> None:
        if removed and (name in ("remote-as", "peer-group") or (name is None and not rest)):
            self.settings.pop(place, None)
            self.ranges.pop(place, None)
        elif name == "activate":
            self._set(not removed, place, "inactive", "yes", "")
        elif name and (name != "prefix-list" or rest.strip() == "out"):
            own = self.settings.setdefault(place, {})
            if removed:
                own.pop(name, None)
            else:
                own[name] = value

    def filtered(self) -> set[Place]:
        """The neighbors with an outbound prefix list that has entries."""
        return {place for place, own in self.settings.items() if self.lists.get(own.get("prefix-list", ""))}

    def open(self) -> Iterator[Place]:
        """The neighbors without one whose session could come up."""
        for place in self.settings.keys() - self.filtered():
            own = self.settings[place]
            number = own.get("remote-as", str(DOCUMENTATION_AS[0]))
            is_empty = "peer-group" in own and not self.ranges.get(place)
            if "shutdown" not in own and not is_empty and "inactive" not in own and int(number) not in DOCUMENTATION_AS:
                yield place


def neighbors_in(text: str) -> Neighbors:
    """The neighbors of a configuration."""
    found = Neighbors()
    for line in text.splitlines():
        found.add(line.strip())
    return found
