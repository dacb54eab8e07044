"""What the configuration of an FRR router holds that a stack can describe."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Interface
from typing import Any

from pydantic import TypeAdapter

from errors import RouterError
from model.community import RouteDistinguisher, RouteTarget
from model.names import LinkName
from model.tables import DEFAULT_TABLE
from platforms.adoption import fits
from platforms.found import Found, FoundVrf, lists_of
from platforms.frr.adoption.neighbors import Instance, word
from platforms.frr.configuration import Configuration
from platforms.frr.objects.settings import Settings, lines_of, neighbor_of, normal_settings, settings_of

_NAME: TypeAdapter[Any] = TypeAdapter(LinkName)
_TARGET: TypeAdapter[Any] = TypeAdapter(RouteTarget)
_DISTINGUISHER: TypeAdapter[Any] = TypeAdapter(RouteDistinguisher)
_INSTANCE = re.compile(r"router bgp (\d+)(?: vrf (\S+))?")
_ROUTER_KEYS = {"platform": "frr"}
# Every VRF has the same keys of the router.
_UNLIKE = ("two VRFs are written in two ways", "")


def found_in(tree: Configuration, where: str) -> Found:
    """Everything that a stack can describe.

    Args:
        tree: The configuration.
        where: The router's name in messages.

    Raises:
        RouterError: BGP does not run there.
    """
    instances = [found for head in tree.heads("router bgp ") if (found := _INSTANCE.fullmatch(head))]
    if not instances:
        raise RouterError(
            where,
            "the configuration has no 'router bgp': there is nothing here that a stack of this kind describes",
            "for a router without BGP begin with Pulumi.frr.yaml as an example, see docs/own-network.md",
        )
    process = next((each for each in instances if not each[2]), instances[0])
    tables = {each[2] or DEFAULT_TABLE: each for each in instances}
    vrfs = [vrf for name, each in tables.items() if (vrf := _vrf(tree, each[0], name, int(each[1])))]
    described = {vrf.name for vrf in vrfs}
    hostnames = (line.removeprefix("hostname ") for line in tree.lines() if line.startswith("hostname "))
    return Found(
        hostname=next(hostnames, where),
        asn=int(process[1]),
        router_id=None if process[2] else word(settings_of(tree.lines((process[0],))), "router-id", 2),
        vrfs={vrf.name: vrf for vrf in vrfs},
        interfaces=_interfaces(tree, None),
        prefix_lists={name: _entries(tree, name) for name in lists_of(vrfs)},
        undescribed=tuple(
            f"VRF {name} has no 'rd vpn export', or a name that a stack cannot have"
            for name, each in tables.items()
            if name not in described and any(map(neighbor_of, tree.lines((each[0],))))
        ),
        unlike=_UNLIKE,
    )


def _vrf(tree: Configuration, head: str, name: str, asn: int) -> FoundVrf | None:
    """A VRF or the default table; None for a VRF that a stack cannot describe."""
    is_default, lines = name == DEFAULT_TABLE, lines_of(tree, head)
    own = normal_settings(settings_of(lines))
    rd, paths = None if is_default else word(own, "distinguisher", 3), word(own, "maximum-paths")
    if not is_default and not (rd and fits(_NAME, name) and fits(_DISTINGUISHER, rd)):
        return None
    interfaces = _interfaces(tree, None if is_default else name)
    instance = Instance(lines, asn, interfaces)
    return FoundVrf(
        name=name,
        rd=rd,
        export_targets=() if is_default else _targets(own, "export"),
        import_targets=() if is_default else _targets(own, "import"),
        interfaces=interfaces,
        router_id=None if is_default else word(own, "router-id", 2),
        redistribute=tuple(each for each in ("connected", "static") if f"redistribute {each}" in own.values()),
        maximum_paths=int(paths) if paths and int(paths) <= 32 else None,
        listed=tuple(instance.listed()),
        ranges=tuple(instance.listening()),
        router_keys=_ROUTER_KEYS,
    )


def _targets(own: Settings, direction: str) -> tuple[str, ...]:
    """The targets that the VRF exchanges routes by: none without `export vpn` or `import vpn`."""
    targets = own.get(f"{direction} targets", "").split()[3:] if direction in own else []
    return tuple(target for target in targets if fits(_TARGET, target))


def _interfaces(tree: Configuration, vrf: str | None) -> dict[str, IPv4Interface]:
    """The interfaces of a VRF, its device included, or of no VRF; the first address of each, the kernel's or FRR's."""
    found = dict(_linked(tree, vrf) if tree.links is not None else _configured(tree, vrf))
    return {name: address for name, address in found.items() if fits(_NAME, name)}


def _linked(tree: Configuration, vrf: str | None) -> Iterator[tuple[str, IPv4Interface]]:
    for name, link in (tree.links or {}).items():
        addresses = [address for address in link.addresses if not address.is_loopback]
        if addresses and (name if link.kind == "vrf" else link.vrf) == vrf:
            yield name, addresses[0]


def _configured(tree: Configuration, vrf: str | None) -> Iterator[tuple[str, IPv4Interface]]:
    """Those of FRR's own lines, which show an interface's VRF only by its name, or by the sessions from its address."""
    known: dict[str, str] = {}
    for instance in (head for head in tree.heads("router bgp ") if " vrf " in head):
        sources = (line.split()[3] for line in tree.lines((instance,)) if " update-source " in line)
        known |= dict.fromkeys((instance.split()[-1], *sources), instance.split()[-1])
    for head in tree.heads("interface "):
        _, name, *rest = head.split()
        address = next((line.split()[2] for line in tree.lines((head,)) if line.startswith("ip address ")), None)
        if address and (rest[-1] if rest else known.get(name) or known.get(address.split("/")[0])) == vrf:
            yield name, IPv4Interface(address)


def _entries(tree: Configuration, name: str) -> list[str]:
    head = f"ip prefix-list {name} "
    return [line.removeprefix(head) for line in tree.lines() if line.startswith(f"{head}seq ")]
