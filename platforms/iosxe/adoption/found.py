"""What a running configuration holds that a stack can describe."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Interface
from typing import Any

from pydantic import TypeAdapter

from errors import RouterError
from model.addresses import is_ipv4
from model.community import RouteTarget
from model.interface_name import InterfaceName
from model.names import IosName
from platforms.adoption import Found, FoundVrf, SharedSettings, common_list, fits, lists_of, most_alike
from platforms.iosxe.adoption.inherited import remarks
from platforms.iosxe.objects.address_family import Family, family_node, family_of, process_as, process_node
from platforms.iosxe.objects.inheritance import missing_from, settings_of
from platforms.iosxe.objects.neighbor_lines import PLACEHOLDER, Settings, normal, settings_in
from platforms.iosxe.objects.normalize import as_number, community, community_key
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
    names = [line.split()[-1] for syntax in SYNTAXES for line in tree.lines if line.startswith(f"{syntax} ")]
    vrfs = [vrf for name in sorted(set(names)) if (vrf := _vrf(tree, name, process))]
    return Found(
        hostname=next((line.split()[1] for line in tree.lines if line.startswith("hostname ")), where),
        asn=process_as(process),
        router_id=_router_id(process.lines),
        vrfs={vrf.name: vrf for vrf in vrfs},
        interfaces=_interfaces(tree, None),
        prefix_lists={name: numbered(tree, name) for name in lists_of(vrfs)},
        unlike=_UNLIKE,
    )


def _vrf(tree: Tree, name: str, process: Node) -> FoundVrf | None:
    block = vrf_block(tree, name)
    if not block or not block.rd or not fits(_NAME, name) or not fits(_TARGET, community(block.rd)):
        return None
    node = family_node(tree, name)
    family = family_of(node) if node else Family()
    settings, neighbors = most_alike(_external(process, family))
    return FoundVrf(
        name=name,
        rd=community(block.rd),
        export_targets=_targets(block, "export"),
        import_targets=_targets(block, "import"),
        interfaces=_interfaces(tree, name),
        router_id=_router_id(family.own),
        redistribute=tuple(source for source in ("connected", "static") if f"redistribute {source}" in family.own),
        maximum_paths=next(filter(None, map(_paths, family.own)), None),
        settings=settings,
        neighbors=neighbors,
        prefix_list_in=common_list(
            _word(_effective(process, family, address), "prefix-list in") for address in neighbors
        ),
        remarks=tuple(remarks(name, process, family)),
        router_keys={} if block.syntax == SYNTAXES[0] else {"vrfSyntax": block.syntax},
    )


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


def _address(node: Node) -> IPv4Interface | None:
    """The primary address; None for one that DHCP gives."""
    words = next((line.split() for line in node.lines if re.fullmatch(r"ip address [\d.]+ [\d.]+", line)), None)
    return IPv4Interface(f"{words[2]}/{words[3]}") if words else None


def _external(process: Node, family: Family) -> Iterator[tuple[str, SharedSettings, int]]:
    """The neighbors a stack can describe: not shut down, external, with `timers` in a form that a stack has."""
    for address, tails in family.neighbors.items():
        if not is_ipv4(address) or missing_from(process, family.neighbors, tails):
            continue
        settings = _effective(process, family, address)
        remote = re.fullmatch(r"remote-as (\d+(?:\.\d+)?)", settings.get("remote-as", ""))
        if not remote or remote[0] == PLACEHOLDER or as_number(remote[1]) == process_as(process):
            continue
        is_up = "shutdown" not in settings and settings.get("activate") == "activate"
        if is_up and re.fullmatch(r"timers \d+ \d+", settings.get("timers", "timers 60 180")):
            yield address, _shared(settings), as_number(remote[1])


def _effective(process: Node, family: Family, address: str) -> Settings:
    """A neighbor's settings, inherited ones included."""
    return normal(settings_in(setting.tail for setting in settings_of(process, family.neighbors, address)))


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


def _router_id(lines: list[str]) -> str | None:
    ids = (line.split()[2] for line in lines if line.startswith("bgp router-id "))
    return next((text for text in ids if is_ipv4(text)), None)
