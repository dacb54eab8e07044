"""The settings of a BGP instance and of its neighbors: one line each, which another line of the same setting replaces.

A setting's name is `maximum-paths`, or with its neighbor `10.0.0.11 remote-as`; a peer group is a neighbor with a
setting for each of its listen ranges, such as `NODES listen range 172.20.0.0/24`.
"""

import re
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network
from typing import TypeVar

from platforms.frr.configuration import Configuration, Mode
from platforms.passwords import fingerprint, has_placeholder, placeholder

Settings = dict[str, str]
T = TypeVar("T")

FAMILY = "address-family ipv4 unicast"
# The setting that makes a neighbor a group.
GROUP = "peer-group"
# An AS for documentation (RFC 5398): no session comes up with a neighbor that has it.
PLACEHOLDER = "remote-as 64496"

# In the order in which they are sent. A new router id makes FRR replace the distinguisher and the export targets.
_INSTANCE = {
    "router-id": r"bgp router-id \S+",
    "ebgp-requires-policy": r"(no )?bgp ebgp-requires-policy",
    "connected-route-check": r"bgp disable-ebgp-connected-route-check",
    "multipath-relax": r"bgp bestpath as-path multipath-relax",
}
_OF_FAMILY = {
    "redistribute connected": r"redistribute connected\b.*",
    "redistribute static": r"redistribute static\b.*",
    "maximum-paths": r"maximum-paths \d+",
}
LEAKING = {
    "distinguisher": r"rd vpn export \S+",
    "export targets": r"rt vpn export .*",
    "import targets": r"rt vpn import .*",
    "export": r"export vpn",
    "import": r"import vpn",
}
_NEIGHBOR = {
    GROUP: r"peer-group",
    "remote-as": r"remote-as \S+",
    "shutdown": r"shutdown\b.*",
    "ebgp-multihop": r"ebgp-multihop \d+",
    "update-source": r"update-source \S+",
    "timers": r"timers \d+ \d+",
    "password": r"password .*",
    "graceful-restart": r"graceful-restart",
    "bfd": r"bfd",
}
_NEIGHBOR_IN_FAMILY = {
    "activate": r"activate",
    "prefix-list in": r"prefix-list \S+ in",
    "prefix-list out": r"prefix-list \S+ out",
    "maximum-prefix": r"maximum-prefix \d+\b.*",
}
_IN_FAMILY = frozenset({*_OF_FAMILY, *LEAKING, *_NEIGHBOR_IN_FAMILY})
OWN_ORDER = (*_INSTANCE, *_OF_FAMILY)
NEIGHBOR_ORDER = (*_NEIGHBOR, *_NEIGHBOR_IN_FAMILY)

_OWN = {name: re.compile(pattern) for name, pattern in {**_INSTANCE, **_OF_FAMILY, **LEAKING}.items()}
_TAILS = {name: re.compile(pattern) for name, pattern in {**_NEIGHBOR, **_NEIGHBOR_IN_FAMILY}.items()}
_NEIGHBOR_LINE = re.compile(r"(?:no )?neighbor (\S+) (.*)")
_RANGE = "listen range "
_RANGE_LINE = re.compile(r"(?:no )?bgp (listen range \S+) peer-group (\S+)")


def name_of(line: str) -> str:
    """The setting of a line; "" for a line that is none of the model's."""
    if found := _RANGE_LINE.fullmatch(line):
        return f"{found[2]} {found[1]}"
    if found := _NEIGHBOR_LINE.fullmatch(line):
        address, tail = found.groups()
        return next((f"{address} {name}" for name, pattern in _TAILS.items() if pattern.fullmatch(tail)), "")
    return next((name for name, pattern in _OWN.items() if pattern.fullmatch(line)), "")


def neighbor_of(line: str) -> str:
    """The neighbor or peer group of a line; "" for a line of the instance itself."""
    if found := _RANGE_LINE.fullmatch(line):
        return found[2]
    found = _NEIGHBOR_LINE.fullmatch(line)
    return found[1] if found else ""


def owner_of(name: str) -> str:
    """The neighbor or peer group of a setting, by its name; "" for a setting of the instance itself."""
    owner, _, own = name.partition(" ")
    return owner if own in NEIGHBOR_ORDER or own.startswith(_RANGE) else ""


def is_range(name: str) -> bool:
    """Whether a setting, by its name or its own name, is a listen range of a peer group."""
    return _RANGE in name


def range_of(name: str) -> IPv4Network:
    """The prefix of a listen range, by its setting's name."""
    return IPv4Network(name.rpartition(" ")[2])


def range_setting(group: str, prefix: object) -> tuple[str, str]:
    """A listen range of a peer group: its setting's name, and its line."""
    return f"{group} {_RANGE}{prefix}", f"bgp {_RANGE}{prefix} {GROUP} {group}"


def own_settings(settings: Mapping[str, T], owner: str) -> dict[str, T]:
    """The settings of a neighbor or peer group by their own names, in the order in which they are sent."""
    own = {name: settings[key] for name in NEIGHBOR_ORDER if (key := f"{owner} {name}") in settings}
    if GROUP in own:
        ranges = sorted((name for name in settings if is_range(name) and owner_of(name) == owner), key=range_of)
        own |= {name.removeprefix(f"{owner} "): settings[name] for name in ranges}
    return own


def mode_of(instance: str, name: str) -> Mode:
    """The mode of a setting in an instance."""
    return (instance, FAMILY) if name.partition(" ")[2] in _IN_FAMILY or name in _IN_FAMILY else (instance,)


def settings_of(lines: Iterable[str]) -> Settings:
    """The lines by setting, without those of no setting."""
    return {name: line for line in lines if (name := name_of(line))}


def lines_of(tree: Configuration, instance: str) -> list[str]:
    """The lines of an instance and of its IPv4 family."""
    return [*tree.lines((instance,)), *tree.lines((instance, FAMILY))]


def others_of(tree: Configuration, instance: str) -> list[str]:
    """The lines of an instance that are of no setting, those of its other address families included."""
    return [
        line
        for mode, line in tree.below((instance,))
        if not (mode in ((instance,), (instance, FAMILY)) and name_of(line))
    ]


def negated(line: str) -> str:
    """The line that removes a setting; a password is not in it."""
    if line.startswith("no "):
        return line.removeprefix("no ")
    return "no " + re.sub(r"^(neighbor \S+ password) .*", r"\1", line)


def normal(line: str) -> str:
    """A line as the stack writes it: route targets in order, a password by its fingerprint."""
    head, found, targets = line.partition("rt vpn ")
    if found:
        direction, *each = targets.split()
        return f"{head}{found}{direction} {' '.join(sorted(each, key=_number))}"
    before, found, password = line.partition(" password ")
    if found and not has_placeholder(line):
        return f"{before} {placeholder(fingerprint(password))}"
    return line


def normal_settings(settings: Mapping[str, str]) -> Settings:
    """Each line as the stack writes it."""
    return {name: normal(line) for name, line in settings.items()}


def _number(target: str) -> tuple[str, int]:
    head, _, number = target.rpartition(":")
    return head, int(number)
