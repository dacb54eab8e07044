"""The neighbors of a VRF that a stack can describe, and why it cannot describe the others."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Interface

from model.addresses import is_ipv4
from platforms.adoption import SharedSettings
from platforms.frr.objects.settings import Settings, normal_settings, settings_of

_LISTEN = "bgp listen range "
_SHOWN = 3


def external(
    lines: list[str], interfaces: dict[str, IPv4Interface], asn: int
) -> Iterator[tuple[str, SharedSettings, int]]:
    """The neighbors that a stack can describe: in no peer group, external, active, and not shut down.

    Args:
        lines: The lines of the VRF's instance.
        interfaces: The VRF's interfaces.
        asn: The router's AS.
    """
    own = normal_settings(settings_of(lines))
    members = {address for group in _groups(lines).values() for address in group}
    for address in dict.fromkeys(name.partition(" ")[0] for name in own if name.endswith(" remote-as")):
        remote = word(own, f"{address} remote-as", 3) or ""
        is_up = f"{address} shutdown" not in own and not own.get(f"{address} activate", "").startswith("no ")
        if is_ipv4(address) and address not in members and remote.isdigit() and int(remote) != asn and is_up:
            yield address, _shared(own, address, interfaces), int(remote)


def _shared(own: Settings, address: str, interfaces: dict[str, IPv4Interface]) -> SharedSettings:
    hops, source = word(own, f"{address} ebgp-multihop", 3), word(own, f"{address} update-source", 3)
    keepalive, hold = word(own, f"{address} timers", 3), word(own, f"{address} timers", 4)
    password = own.get(f"{address} password")
    return SharedSettings(
        int(hops) if hops else None,
        next((name for name, each in interfaces.items() if str(each.ip) == source), source),
        word(own, f"{address} prefix-list out", 3),
        (int(keepalive), int(hold)) if keepalive and hold else None,
        password.split(" ", 2)[2] if password else None,
    )


def remarks(vrf: str, lines: list[str]) -> Iterator[str]:
    """Why a stack cannot describe some of a VRF's neighbors, a sentence each."""
    for line in (line for line in lines if line.startswith(_LISTEN)):
        yield f"VRF {vrf} takes its neighbors by '{line}': a stack needs each of them by its address"
    for group, members in _groups(lines).items():
        more = f" and {len(members) - _SHOWN} more" if len(members) > _SHOWN else ""
        shown = f"{', '.join(members[:_SHOWN])}{more}"
        yield f"in VRF {vrf} peer group '{group}' has members, which a stack cannot describe: {shown}"


def _groups(lines: list[str]) -> dict[str, list[str]]:
    """The members of each peer group."""
    groups: dict[str, list[str]] = {}
    for line in lines:
        if found := re.fullmatch(r"neighbor (\S+) peer-group (\S+)", line):
            groups.setdefault(found[2], []).append(found[1])
    return groups


def word(settings: Settings, name: str, number: int = 1) -> str | None:
    """One word of a setting's line, counted from 0; None without the setting."""
    return settings[name].split()[number] if name in settings else None
