"""The neighbors of a family as a stack can describe them, with what peer groups and templates give them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from ipaddress import IPv4Interface, IPv4Network

from model.addresses import is_ipv4
from platforms.found import FoundNeighbor, FoundRange, SharedSettings, nearest
from platforms.iosxe.objects.address_family import Family, process_as
from platforms.iosxe.objects.inheritance import (
    key_of,
    listens,
    memberships,
    missing_from,
    ranges,
    settings_of,
    source_of,
)
from platforms.iosxe.objects.neighbor_lines import PLACEHOLDER, Settings, normal, settings_in
from platforms.iosxe.objects.normalize import as_number
from platforms.iosxe.tree import Node

Interfaces = Mapping[str, IPv4Interface]

# What the other end must fit and no stack can say, by the first words of a line.
_AGREED = {
    "local-as": "the nodes see the router with that AS, and the stack would give them the process's",
    "ttl-security": "the nodes' packets must arrive with that TTL, which the stack does not set for both ends",
    "ao": "both ends need its keys, which the stack does not have",
    "fall-over bfd": "both ends need the same BFD, and the stack has it for one hop without options only",
    "transport multi-session": "both ends need it, and the stack does not set it",
}
_FILTERS = ("route-map", "filter-list", "distribute-list", "unsuppress-map", "advertise-map")
_TIMES = r"timers \d+ \d+"


def listed(process: Node, family: Family, interfaces: Interfaces) -> Iterator[FoundNeighbor]:
    """Every neighbor of a family by its address."""
    for address in filter(is_ipv4, family.neighbors):
        found = _neighbor(process, family, address)
        yield replace(found, near=nearest(found.settings, address, interfaces))


def listening(process: Node, family: Family) -> Iterator[FoundRange]:
    """Every listen range of a family, its members active as the group's activation makes them."""
    for line in filter(listens, family.own):
        for prefix, group in ranges([line]).items():
            member = _neighbor(process, family, group)
            unfit = "" if member.unfit == _INACTIVE else member.unfit
            source = source_of(f"peer-group {group}")
            yield FoundRange(line, IPv4Network(prefix), group, replace(member, unfit=unfit, source=source))


_INACTIVE = "is not active in IPv4"


def _neighbor(process: Node, family: Family, name: str) -> FoundNeighbor:
    """A neighbor, or what a peer group gives its members."""
    tails = family.neighbors.get(name, [])
    lines = [each.tail for each in settings_of(process, family.neighbors, name)]
    settings = normal(settings_in(lines))
    remote = re.fullmatch(r"remote-as (\d+(?:\.\d+)?)", settings.get("remote-as", ""))
    missing = missing_from(process, family.neighbors, tails)
    return FoundNeighbor(
        address=name,
        asn=as_number(remote[1]) if remote else 0,
        settings=_shared(settings),
        source=" and ".join(map(source_of, memberships(tails))),
        prefix_list_in=_word(settings, "prefix-list in"),
        bfd="fall-over bfd" in settings,
        graceful_restart=settings.get("ha-mode") == "ha-mode graceful-restart",
        agreed=tuple((line, why) for line in lines if (why := _agreed(line))),
        filters=tuple(line for line in lines if key_of(line).split()[0] in _FILTERS),
        unfit=f"names {missing[0]}, which is not there" if missing else _unfit(process, settings),
    )


def _unfit(process: Node, settings: Settings) -> str:
    remote = settings.get("remote-as", PLACEHOLDER)
    if remote == PLACEHOLDER:
        return "has no AS" if "remote-as" not in settings else "has the placeholder AS of a neighbor that is half-made"
    if not re.fullmatch(r"remote-as \d+", remote):
        return f"has '{remote}', of which a stack can say one AS only"
    if remote == f"remote-as {process_as(process)}":
        return "has the router's own AS"
    if not re.fullmatch(_TIMES, settings.get("timers", "timers 60 180")):
        return f"has '{settings['timers']}', of which a stack can say two times only"
    if "shutdown" in settings:
        return "is shut down"
    return "" if settings.get("activate") == "activate" else _INACTIVE


def _agreed(line: str) -> str:
    """Why the other end must fit this line, where a stack cannot say it."""
    if line == "fall-over bfd":
        return ""
    return next((why for start, why in _AGREED.items() if f"{line} ".startswith(f"{start} ")), "")


def _shared(settings: Settings) -> SharedSettings:
    hops, keepalive, hold = _word(settings, "ebgp-multihop"), _word(settings, "timers"), _word(settings, "timers", 2)
    return SharedSettings(
        int(hops) if hops else None,
        _word(settings, "update-source"),
        _word(settings, "prefix-list out"),
        (int(keepalive), int(hold)) if keepalive and hold else None,
        settings.get("password"),
    )


def _word(settings: Settings, name: str, number: int = 1) -> str | None:
    return settings[name].split()[number] if name in settings else None
