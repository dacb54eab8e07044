"""What a running configuration holds that a stack can describe."""

import re
from ipaddress import IPv4Interface
from typing import Any

from pydantic import TypeAdapter

from errors import RouterError
from model.addresses import is_ipv4
from model.community import RouteTarget
from model.interface_name import InterfaceName
from model.names import IosName
from model.tables import DEFAULT_TABLE
from platforms.adoption import fits
from platforms.found import Found, FoundVrf, lists_of
from platforms.iosxe.adoption.neighbors import listed, listening
from platforms.iosxe.objects.address_family import Family, family_node, family_of, process_as, process_node
from platforms.iosxe.objects.normalize import community, community_key
from platforms.iosxe.objects.prefix_list import numbered
from platforms.iosxe.objects.vrf_block import SYNTAXES, VrfBlock, vrf_block, vrf_name
from platforms.iosxe.tree import Node, Tree

_NAME: TypeAdapter[Any] = TypeAdapter(IosName)
_TARGET: TypeAdapter[Any] = TypeAdapter(RouteTarget)
_INTERFACE: TypeAdapter[Any] = TypeAdapter(InterfaceName)


# One syntax for all VRFs of a router.
_UNLIKE = (
    "one VRF is written as 'ip vrf' and the other as 'vrf definition': a stack writes all VRFs of a router one way",
    "`vrf upgrade-cli multi-af-mode common-policies` on the router turns all into 'vrf definition'",
)


def found_in(tree: Tree, where: str) -> Found:
    """Everything that a stack can describe.

    Args:
        tree: The running configuration.
        where: The router's name in messages.

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
    names = sorted({line.split()[-1] for syntax in SYNTAXES for line in tree.lines if line.startswith(f"{syntax} ")})
    vrfs = [vrf for name in names if (vrf := _vrf(tree, name, process))]
    described = {vrf.name for vrf in vrfs}
    vrfs.append(_table(tree, DEFAULT_TABLE, process, VrfBlock(Node(""), SYNTAXES[0])))
    return Found(
        hostname=next((line.split()[1] for line in tree.lines if line.startswith("hostname ")), where),
        asn=process_as(process),
        router_id=_router_id(process.lines),
        vrfs={vrf.name: vrf for vrf in vrfs},
        interfaces=_interfaces(tree, None),
        prefix_lists={name: numbered(tree, name) for name in lists_of(vrfs)},
        undescribed=tuple(
            _undescribed(tree, each) for each in names if each not in described and family_node(tree, each)
        ),
        unlike=_UNLIKE,
    )


def _vrf(tree: Tree, name: str, process: Node) -> FoundVrf | None:
    block = vrf_block(tree, name)
    if not block or not block.rd or not fits(_NAME, name) or not fits(_TARGET, community(block.rd)):
        return None
    return _table(tree, name, process, block)


def _table(tree: Tree, name: str, process: Node, block: VrfBlock) -> FoundVrf:
    """A VRF, or the default table, which has nothing of a VRF's block."""
    is_default = name == DEFAULT_TABLE
    node, interfaces = family_node(tree, name), _interfaces(tree, None if is_default else name)
    family = family_of(node) if node else Family()
    return FoundVrf(
        name=name,
        rd=community(block.rd) if block.rd else None,
        export_targets=_targets(block, "export"),
        import_targets=_targets(block, "import"),
        interfaces=interfaces,
        router_id=None if is_default else _router_id(family.own),
        redistribute=tuple(source for source in ("connected", "static") if f"redistribute {source}" in family.own),
        maximum_paths=next(filter(None, map(_paths, family.own)), None),
        listed=tuple(listed(process, family, interfaces)),
        ranges=tuple(listening(process, family)),
        bfd_timers={each: timers for each in interfaces if (timers := _bfd_timers(tree, each))},
        router_keys={} if is_default or block.syntax == SYNTAXES[0] else {"vrfSyntax": block.syntax},
    )


def _undescribed(tree: Tree, name: str) -> str:
    """Why a VRF with neighbors is none that a stack can describe."""
    block = vrf_block(tree, name)
    if not block or not block.rd:
        return f"VRF {name} has no route distinguisher"
    return f"VRF {name} has a name or a route distinguisher that a stack cannot have"


def _targets(block: VrfBlock, direction: str) -> tuple[str, ...]:
    targets = {target for way, target in block.targets if way == direction and fits(_TARGET, target)}
    return tuple(sorted(targets, key=community_key))


def _paths(line: str) -> int | None:
    words = line.split()
    fits = len(words) == 2 and words[0] == "maximum-paths" and words[1].isdigit() and 1 <= int(words[1]) <= 32
    return int(words[1]) if fits else None


def _interfaces(tree: Tree, vrf: str | None) -> dict[str, IPv4Interface]:
    found: dict[str, IPv4Interface] = {}
    for node in tree.blocks("interface "):
        name, address = node.line.split()[1], _address(node)
        if vrf_name(node) == vrf and address and fits(_INTERFACE, name):
            found[name] = address
    return found


def _bfd_timers(tree: Tree, interface: str) -> tuple[int, int] | None:
    """The interval and the multiplier of an interface's BFD, where both directions have the same interval."""
    lines = node.lines if (node := tree.block(f"interface {interface}")) else []
    found = (re.fullmatch(r"bfd interval (\d+) min_rx \1 multiplier (\d+)", line) for line in lines)
    timers = next(filter(None, found), None)
    return (int(timers[1]), int(timers[2])) if timers else None


def _address(node: Node) -> IPv4Interface | None:
    """The primary address; None for one that DHCP gives."""
    words = next((line.split() for line in node.lines if re.fullmatch(r"ip address [\d.]+ [\d.]+", line)), None)
    return IPv4Interface(f"{words[2]}/{words[3]}") if words else None


def _router_id(lines: list[str]) -> str | None:
    ids = (line.split()[2] for line in lines if line.startswith("bgp router-id "))
    return next((text for text in ids if is_ipv4(text)), None)
