"""An interface's addresses as IOS takes them: one primary one, the secondary ones behind it.

The primary one is an address or its source: `dhcp`, `negotiated`, or another interface's (`unnumbered`). A later line
replaces it. IOS accepts no address as the primary one while it is a secondary one, deletes
no primary address as long as there are secondary ones, and a change of VRF deletes them all.
"""

import re
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Interface

from platforms.iosxe.objects.replayed import replayed
from platforms.iosxe.objects.vrf_block import interface_vrf
from platforms.iosxe.tree import Node
from platforms.plan import Command
from platforms.plan_builder import PlanBuilder

SECONDARY = " secondary"
# Lines of secondary addresses, each with the lines that stood before it.
Secondaries = dict[str, list[str]]
_NUMBERS = re.compile(r"ip address (\d+\.\d+\.\d+\.\d+) (\d+\.\d+\.\d+\.\d+)(?: secondary)?")
# Also lost, or perhaps lost, with a change of VRF; where a line stayed, IOS takes it again without effect.
_BOUND_TO_IP = ("ip ", "ipv6 ", "standby ", "vrrp ", "glbp ")

_ORDER = "the router adds an address behind the others"
_BACK = "it was there before"


def primary(node: Node) -> str | None:
    """The line of the primary address or of its source."""
    lines = (line for line in node.lines if line.startswith(("ip address ", "ip unnumbered ")))
    return next((line for line in lines if not line.endswith(SECONDARY)), None)


def secondaries(node: Node) -> list[str]:
    """The lines of the secondary addresses, in the router's order."""
    return [line for line in node.lines if line.startswith("ip address ") and line.endswith(SECONDARY)]


def addresses(node: Node) -> Iterator[IPv4Interface]:
    """The addresses that the configuration contains."""
    for line in node.lines:
        if found := _NUMBERS.fullmatch(line):
            yield IPv4Interface(f"{found[1]}/{found[2]}")


def displaced(node: Node, wanted: str, known: Secondaries) -> Secondaries:
    """The secondary addresses that became the primary one, each with the lines that stood before it.

    Args:
        node: The interface.
        wanted: The line of its primary address.
        known: The ones before this change.
    """
    line, there = wanted + SECONDARY, secondaries(node)
    if line not in there or line in known:
        return known
    there = _with(there, known, "")
    return {**known, line: there[: there.index(line)]}


def readdress(builder: PlanBuilder, node: Node, address: str | None, back: Secondaries) -> None:
    """Change the primary address, not the VRF.

    Args:
        builder: The plan.
        node: The interface.
        address: The line; None for none.
        back: Secondary addresses to restore, of `displaced`.
    """
    mode, old, there = (node.line,), primary(node), secondaries(node)
    own = f"{address}{SECONDARY}"
    kept = [line for line in there if line != own]
    wanted = _with(kept, back, own)
    moved, same = there[_alike(there, wanted) :], _alike(kept, wanted)
    steps: list[tuple[str, str, list[str]]] = (
        [(f"no {own}", "it becomes the primary address", [])] if own in there else []
    )
    if address != old:
        steps.append((address or _none(old), f"was '{old}'" if old else "", [old or _none(address)]))
    if kept != wanted:
        steps += [(f"no {line}", _ORDER, []) for line in kept[same:]]
        steps += [(line, _ORDER if line in kept else _BACK, [f"no {line}"]) for line in wanted[same:]]
    restore = [*(f"no {line}" for line in moved), *moved]
    for place, (line, why, undo) in enumerate(steps):
        builder.do(line, mode, why, undo if place else [*undo, *restore])


def move(builder: PlanBuilder, node: Node, vrf: str | None, address: str | None, back: Secondaries) -> None:
    """Change the VRF, and send again the addresses and other lines that are lost with it."""
    mode, old_vrf, old = (node.line,), interface_vrf(node), primary(node)
    leave = f"no {' '.join((old_vrf or vrf or '').split()[:-1])}"
    there, bound = secondaries(node), _bound(node)
    lines = [line for line in (old_vrf or leave, old, *there) if line]
    builder.do(vrf or leave, mode, f"was '{old_vrf}'" if old_vrf else "", [*lines, *replayed(bound, mode)])
    if address:
        builder.do(address, mode, "the router removes it with the change of VRF" if old else "")
    own, lost = f"{address}{SECONDARY}", "removed with the change of VRF"
    wanted = _with([line for line in there if line != own], back, own)
    builder.also(Command(line, mode, lost, settled=True) for line in wanted)
    builder.also(replayed(bound, mode, lost))


def _bound(node: Node) -> list[Node]:
    """Other lines that a change of VRF may take away."""
    sent = {interface_vrf(node), primary(node), *secondaries(node)}
    return [child for child in node if child.line.startswith(_BOUND_TO_IP) and child.line not in sent]


def _with(there: Sequence[str], back: Secondaries, own: str) -> list[str]:
    """The secondary addresses with the restored ones, each behind the last of those that stood before it."""
    result = list(there)
    for line, before in back.items():
        if line not in result and line != own:
            place = max((place + 1 for place, each in enumerate(result) if each in before), default=0)
            result.insert(place, line)
    return result


def _alike(first: Sequence[str], second: Sequence[str]) -> int:
    """The number of equal lines at the beginning of both."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((place for place, (here, there) in pairs if here != there), min(len(first), len(second)))


def _none(line: str | None) -> str:
    return "no ip unnumbered" if (line or "").startswith("ip unnumbered ") else "no ip address"
