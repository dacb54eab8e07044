"""What a running configuration holds that a stack can describe."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv4Address, IPv4Interface
from typing import Any

from pydantic import TypeAdapter, ValidationError

from adopt.groups import remarks
from errors import RouterError
from model.community import RouteTarget
from model.interface_name import InterfaceName
from model.names import IosName
from model.router import VrfSyntax
from platforms.iosxe.objects.address_family import Family, family_node, family_of, process_as, process_node
from platforms.iosxe.objects.inheritance import missing_from, settings_of
from platforms.iosxe.objects.neighbor_lines import PLACEHOLDER, Slots, normal, slots_of
from platforms.iosxe.objects.normalize import as_number, community
from platforms.iosxe.objects.vrf_block import SYNTAXES, VrfBlock, interface_vrf, vrf_block
from platforms.iosxe.tree import Node, Tree

_NAME: TypeAdapter[Any] = TypeAdapter(IosName)
_TARGET: TypeAdapter[Any] = TypeAdapter(RouteTarget)
_INTERFACE: TypeAdapter[Any] = TypeAdapter(InterfaceName)


@dataclass(frozen=True)
class Manner:
    """What the neighbors of one VRF have in common; the password is its fingerprint."""

    ebgp_multihop: int | None = None
    update_source: str | None = None
    prefix_list_out: str | None = None
    timers: tuple[int, int] | None = None
    password: str | None = None


@dataclass(frozen=True)
class FoundVrf:
    """A VRF that a stack can describe, with its interfaces and its BGP family.

    Attributes:
        name: Its name.
        syntax: How the router writes it.
        rd: Its route distinguisher.
        targets: Its route targets with their direction.
        interfaces: Its interfaces with an address, in the router's order.
        own: The lines of its BGP family that speak of no neighbor.
        manner: What most of its external neighbors have in common; a neighbor that differs is not among them.
        neighbors: Those neighbors' AS numbers by address.
        remarks: Why others are not among them, a sentence each.
    """

    name: str
    syntax: VrfSyntax
    rd: str
    targets: frozenset[tuple[str, str]]
    interfaces: dict[str, IPv4Interface]
    own: tuple[str, ...] = ()
    manner: Manner = field(default_factory=Manner)
    neighbors: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def directed(self, direction: str) -> list[str]:
        """The route targets of one direction."""
        return [target for way, target in self.targets if way == direction]


@dataclass(frozen=True)
class Found:
    """A router's BGP process, its VRFs, and its interfaces outside them."""

    hostname: str
    asn: int
    router_id: str | None
    vrfs: dict[str, FoundVrf]
    interfaces: dict[str, IPv4Interface]


def found_in(tree: Tree, where: str) -> Found:
    """All of it.

    Args:
        tree: The running configuration.
        where: What messages call it.

    Raises:
        RouterError: BGP does not run there.
    """
    process = process_node(tree)
    if not process:
        raise RouterError(
            where,
            "the configuration has no 'router bgp': there is nothing here that a stack of this kind describes",
            "for a router without BGP begin with Pulumi.dev.yaml as an example, see docs/own-network.md",
        )
    names = [line.split()[-1] for syntax in SYNTAXES for line in tree.lines if line.startswith(f"{syntax} ")]
    vrfs = [vrf for name in sorted(set(names)) if (vrf := _vrf(tree, name, process))]
    return Found(
        next((line.split()[1] for line in tree.lines if line.startswith("hostname ")), where),
        process_as(process),
        _router_id(process.lines),
        {vrf.name: vrf for vrf in vrfs},
        _interfaces(tree, None),
    )


def _vrf(tree: Tree, name: str, process: Node) -> FoundVrf | None:
    block = vrf_block(tree, name)
    if not block or not block.rd or not _fits(_NAME, name) or not _fits(_TARGET, community(block.rd)):
        return None
    node = family_node(tree, name)
    family = family_of(node) if node else Family()
    manner, neighbors = _most_alike(_external(process, family))
    return FoundVrf(
        name, block.syntax, community(block.rd), _targets(block), _interfaces(tree, name), tuple(family.own),
        manner, neighbors, tuple(remarks(name, process, family)),
    )  # fmt: skip


def _targets(block: VrfBlock) -> frozenset[tuple[str, str]]:
    return frozenset(target for target in block.targets if _fits(_TARGET, target[1]))


def _interfaces(tree: Tree, vrf: str | None) -> dict[str, IPv4Interface]:
    held: dict[str, IPv4Interface] = {}
    for node in tree.blocks("interface "):
        name, inside = node.line.split()[1], (interface_vrf(node) or "").split()[-1:]
        address = _address(node)
        if inside == ([vrf] if vrf else []) and address and _fits(_INTERFACE, name):
            held[name] = address
    return held


def _address(node: Node) -> IPv4Interface | None:
    """The primary address; None for one that DHCP gives."""
    words = next((line.split() for line in node.lines if re.fullmatch(r"ip address [\d.]+ [\d.]+", line)), None)
    return IPv4Interface(f"{words[2]}/{words[3]}") if words else None


def _most_alike(neighbors: Iterator[tuple[str, Manner, int]]) -> tuple[Manner, dict[str, int]]:
    """The largest group of external neighbors that are told the same; of two as large the one that comes first."""
    groups: dict[Manner, dict[str, int]] = {}
    for address, manner, asn in neighbors:
        groups.setdefault(manner, {})[address] = asn
    return max(groups.items(), key=lambda group: len(group[1]), default=(Manner(), {}))


def _external(process: Node, family: Family) -> Iterator[tuple[str, Manner, int]]:
    """The neighbors a stack can describe: up, with an AS of their own, whoever gives it to them."""
    for address, rests in family.neighbors.items():
        if not _is_address(address) or missing_from(process, family.neighbors, rests):
            continue
        slots = normal(slots_of(setting.rest for setting in settings_of(process, family.neighbors, address)))
        remote = re.fullmatch(r"remote-as (\d+(?:\.\d+)?)", slots.get("remote-as", ""))
        is_up = "shutdown" not in slots and slots.get("activate") == "activate" and remote and remote[0] != PLACEHOLDER
        if remote and is_up and as_number(remote[1]) != process_as(process) and _takes(slots):
            yield address, _manner(slots), as_number(remote[1])


def _takes(slots: Slots) -> bool:
    """Whether what the stack owns of a neighbor has a form it can say."""
    return bool(re.fullmatch(r"timers \d+ \d+", slots.get("timers", "timers 60 180")))


def _manner(slots: Slots) -> Manner:
    hops, keepalive, hold = _word(slots, "ebgp-multihop"), _word(slots, "timers"), _word(slots, "timers", 2)
    return Manner(
        int(hops) if hops else None,
        _word(slots, "update-source"),
        _word(slots, "prefix-list out"),
        (int(keepalive), int(hold)) if keepalive and hold else None,
        slots.get("password"),
    )


def _word(slots: Slots, slot: str, number: int = 1) -> str | None:
    return slots[slot].split()[number] if slot in slots else None


def _is_address(text: str) -> bool:
    try:
        return bool(IPv4Address(text))
    except AddressValueError:
        return False


def _router_id(lines: list[str]) -> str | None:
    ids = (line.split()[2] for line in lines if line.startswith("bgp router-id "))
    return next((text for text in ids if _is_address(text)), None)


def family_router_id(vrf: FoundVrf) -> str | None:
    """The router id of a VRF's family."""
    return _router_id(list(vrf.own))


def _fits(form: TypeAdapter[Any], text: str) -> bool:
    try:
        form.validate_python(text)
    except ValidationError:
        return False
    return True
