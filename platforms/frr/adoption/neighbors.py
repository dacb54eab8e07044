"""The neighbors of an instance as a stack can describe them, with what their peer groups give them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from ipaddress import IPv4Interface, IPv4Network

from model.addresses import is_ipv4
from model.tables import table_name
from platforms.found import FoundNeighbor, FoundRange, SharedSettings, nearest, neighbors_do
from platforms.frr.objects.settings import Settings, name_of, neighbor_of, normal, settings_of

Interfaces = Mapping[str, IPv4Interface]

_ON_REQUEST = "no bgp default ipv4-unicast"
_LISTEN = re.compile(r"bgp listen range (\S+) peer-group (\S+)")
_MEMBER = re.compile(r"neighbor (\S+) peer-group (\S+)")
# What the other end must fit and no stack can say, by the first words of a line.
_AGREED = {
    "local-as": "the nodes see the router with that AS, and the stack would give them the process's",
    "ttl-security": "the nodes' packets must arrive with that TTL, which the stack does not set for both ends",
    "bfd": "both ends need the same BFD, and the stack has it with FRR's own timers only",
    "local-role": "the nodes need the role that goes with it, which the stack does not set",
}
_FILTERS = ("route-map", "filter-list", "distribute-list", "unsuppress-map", "advertise-map")


class Instance:
    """The lines of a BGP instance and of its IPv4 family.

    Args:
        lines: The lines.
        asn: The router's AS.
        interfaces: The interfaces of its table.
    """

    def __init__(self, lines: list[str], asn: int, interfaces: Interfaces) -> None:
        self._asn, self._interfaces = asn, interfaces
        self._lines = lines
        self._settings = settings_of(lines)
        self._groups = members_of(lines)

    def listed(self) -> Iterator[FoundNeighbor]:
        """Every neighbor by its address."""
        for address in dict.fromkeys(filter(is_ipv4, map(neighbor_of, self._lines))):
            found = self._neighbor(address, self._groups.get(address, ""))
            yield replace(found, near=nearest(found.settings, address, self._interfaces))

    def listening(self) -> Iterator[FoundRange]:
        """Every listen range."""
        for found in filter(None, map(_LISTEN.fullmatch, self._lines)):
            member = replace(self._neighbor(found[1], found[2]), address=found[1])
            yield FoundRange(found[0], IPv4Network(found[1]), found[2], member)

    def _neighbor(self, address: str, group: str) -> FoundNeighbor:
        """A neighbor with what its own lines and its group's say."""
        own, given = self._of(address), self._of(group) if group else {}
        tails = given | own
        remote = tails.get("remote-as", "").partition(" ")[2]
        others = {*self._others(address), *(self._others(group) if group else ())}
        return FoundNeighbor(
            address=address,
            asn=int(remote) if remote.isdigit() else 0,
            settings=self._shared(tails),
            source=f"peer group '{group}'" if group else "",
            prefix_list_in=word(tails, "prefix-list in"),
            bfd="bfd" in tails,
            graceful_restart="graceful-restart" in tails,
            agreed=tuple((line, why) for line in sorted(others) if (why := _agreed(line))),
            filters=tuple(line for line in sorted(others) if line.startswith(_FILTERS)),
            unfit=self._unfit(tails, remote),
        )

    def _of(self, name: str) -> Settings:
        """The settings of a neighbor or a group, without its name; `no …` for one that is negated."""
        head = f"{name} "
        return {
            setting.removeprefix(head): normal(line).replace(f"neighbor {name} ", "", 1)
            for setting, line in self._settings.items()
            if setting.startswith(head)
        }

    def _others(self, name: str) -> Iterator[str]:
        """The lines of a neighbor or a group that are of no setting, without its name."""
        for line in self._lines:
            if neighbor_of(line) == name and not name_of(line):
                yield line.removeprefix(f"neighbor {name} ")

    def _unfit(self, tails: Settings, remote: str) -> str:
        if not remote.isdigit():
            return f"has 'remote-as {remote}', which leaves its AS open" if remote else "has no AS"
        if int(remote) == self._asn:
            return "has the router's own AS"
        if "shutdown" in tails:
            return "is shut down"
        usual = "no activate" if _ON_REQUEST in self._lines else "activate"
        return "is not active in IPv4" if tails.get("activate", usual).startswith("no ") else ""

    def _shared(self, tails: Settings) -> SharedSettings:
        hops, source = word(tails, "ebgp-multihop"), word(tails, "update-source")
        keepalive, hold = word(tails, "timers"), word(tails, "timers", 2)
        return SharedSettings(
            int(hops) if hops else None,
            next((name for name, each in self._interfaces.items() if str(each.ip) == source), source),
            word(tails, "prefix-list out"),
            (int(keepalive), int(hold)) if keepalive and hold else None,
            tails.get("password"),
        )


def members_of(lines: Iterable[str]) -> dict[str, str]:
    """The peer group of each member, by its address."""
    return {found[1]: found[2] for line in lines if (found := _MEMBER.fullmatch(line))}


def members_named(vrf: str, groups: Mapping[str, str]) -> Iterator[str]:
    """Which neighbors are members of which group, a sentence for each group."""
    for group in dict.fromkeys(groups.values()):
        members = [address for address in groups if groups[address] == group]
        are = neighbors_do(members, "is a member", "are members")
        yield f"in {table_name(vrf)} {are} of peer group '{group}', which the stack does not own"


def _agreed(line: str) -> str:
    """Why the other end must fit this line, where a stack cannot say it."""
    return next((why for start, why in _AGREED.items() if f"{line} ".startswith(f"{start} ")), "")


def word(settings: Settings, name: str, number: int = 1) -> str | None:
    """One word of a setting's line, counted from 0; None without the setting."""
    return settings[name].split()[number] if name in settings else None
