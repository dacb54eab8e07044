"""A router's neighbors and prefix lists in a few lines: a second opinion on plans, which shares no code with anything.

It knows which neighbor could tell everything it knows, and which could be told anything: the AS is somebody's, it is
active, not shut down, and its filter in that direction is missing or empty.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from ipaddress import IPv4Network

NOBODYS = "64496"
_NEIGHBOR = re.compile(r"(no )?neighbor (\S+) (.+)")
_ENTRY = re.compile(r"(no )?ip prefix-list (\S+) seq (\d+) (permit|deny) (\S+)(?: ge (\d+))?(?: le (\d+))?")

Entry = tuple[str, str, int, int]


@dataclass
class Neighbor:
    """What was said of one neighbor."""

    asn: str
    active: bool = True
    shut: bool = False
    filter: str | None = None
    inbound: str | None = None
    others: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    """One BGP family and all prefix lists."""

    neighbors: dict[str, Neighbor] = field(default_factory=dict)
    lists: dict[str, dict[int, Entry]] = field(default_factory=dict)

    def copy(self) -> "World":
        """The same world, to go another way from here."""
        return deepcopy(self)

    def take(self, line: str) -> bool:
        """Whether the line was accepted; any that this world does not know changes nothing in it."""
        if found := _ENTRY.fullmatch(line):
            return self._entry(*found.groups())
        if line.startswith("no ip prefix-list "):
            return self.lists.pop(line.split()[-1], None) is not None
        if line.startswith("no address-family "):
            self.neighbors.clear()
        if found := _NEIGHBOR.fullmatch(line):
            return self._neighbor(bool(found[1]), found[2], found[3])
        return True

    def _neighbor(self, negated: bool, address: str, rest: str) -> bool:
        word = rest.split()[0]
        if word == "remote-as" and not negated:
            self.neighbors.setdefault(address, Neighbor("")).asn = rest.split()[1]
            return True
        if address not in self.neighbors:
            return False
        one = self.neighbors[address]
        if word == "remote-as":
            del self.neighbors[address]
        elif word == "shutdown":
            one.shut = not negated
        elif word == "activate":
            one.active = not negated
        elif word == "prefix-list":
            name = None if negated else rest.split()[1]
            if rest.endswith(" in"):
                one.inbound = name
            else:
                one.filter = name
        elif negated:
            one.others.pop(word, None)
        else:
            one.others[word] = rest
        return True

    def _entry(self, no: str, name: str, number: str, action: str, prefix: str, ge: str, le: str) -> bool:
        bits = IPv4Network(prefix, strict=False).prefixlen
        entry = (action, prefix, int(ge or bits), int(le or (32 if ge else bits)))
        held = self.lists.get(name, {})
        if no:
            if held.get(int(number)) != entry:
                return False
            del held[int(number)]
            return True
        elsewhere = [seq for seq, other in held.items() if other == entry and seq != int(number)]
        if elsewhere or held.get(int(number), entry) != entry:
            return False
        self.lists.setdefault(name, {})[int(number)] = entry
        return True

    def open_wide(self) -> set[str]:
        """The neighbors that could tell everything."""
        return {address for address in self._up() if not self.lists.get(self.neighbors[address].filter or "")}

    def believing(self) -> set[str]:
        """The neighbors that could be told anything."""
        return {address for address in self._up() if not self.lists.get(self.neighbors[address].inbound or "")}

    def _up(self) -> set[str]:
        each = self.neighbors.items()
        return {address for address, one in each if one.asn != NOBODYS and one.active and not one.shut}

    def passing(self, name: str, prefixes: Iterable[IPv4Network]) -> set[IPv4Network]:
        """Which of the prefixes a list lets pass; all of them where it is missing or empty."""
        entries = [self.lists[name][number] for number in sorted(self.lists[name])] if self.lists.get(name) else []
        return {prefix for prefix in prefixes if not entries or _action(entries, prefix) == "permit"}

    def text(self) -> str:
        """The family and the lists as `show running-config` prints them."""
        lines = [" address-family ipv4 vrf k8s"]
        for address, one in self.neighbors.items():
            rests = [f"remote-as {one.asn}", *(["shutdown"] if one.shut else []), *one.others.values()]
            rests += ["activate"] if one.active else []
            rests += [f"prefix-list {one.inbound} in"] if one.inbound else []
            rests += [f"prefix-list {one.filter} out"] if one.filter else []
            lines += [f"  neighbor {address} {rest}" for rest in rests]
            lines += [] if one.active else [f"  no neighbor {address} activate"]
        for name, entries in self.lists.items():
            lines += [f"ip prefix-list {name} seq {number} {_rule(entries[number])}" for number in sorted(entries)]
        return "\n".join(lines) + "\n"


def _rule(entry: Entry) -> str:
    action, prefix, low, high = entry
    bits = int(prefix.split("/")[1])
    ge = f" ge {low}" if low != bits else ""
    return f"{action} {prefix}{ge}" + (f" le {high}" if high != low and not (ge and high == 32) else "")


def _action(entries: list[Entry], prefix: IPv4Network) -> str:
    for action, network, low, high in entries:
        if prefix.subnet_of(IPv4Network(network)) and low <= prefix.prefixlen <= high:
            return action
    return "deny"
