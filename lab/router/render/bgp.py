"""`router bgp` as lines."""

from collections.abc import Iterator

from lab.router.config.addresses import address_key
from lab.router.config.bgp import Bgp, Family, Neighbor
from lab.router.config.model import Config
from lab.router.config.neighbor import ATTRIBUTES, Level

_BEFORE = ("router-id", "cluster-id", "graceful-restart")
_AFTER = ("default-information", "default-metric", "maximum-paths", "distance", "timers")


def bgp_lines(config: Config) -> Iterator[str]:
    """The whole process, or nothing."""
    if not config.bgp:
        return
    yield f"router bgp {config.bgp.asn}"
    yield from (f" {line}" for line in _process(config.bgp))
    for key in sorted(config.bgp.families, key=_family_order):
        yield " !"
        yield from family_block(config.bgp.families[key])
    yield "!"


def _family_order(key: tuple[str, str | None]) -> tuple[int, str]:
    """The global table, vpnv4, then the VRFs by name."""
    kind, vrf = key
    return (2, vrf) if vrf else (("ipv4", "vpnv4").index(kind), "")


def _process(bgp: Bgp) -> Iterator[str]:
    process = bgp.process
    yield from (process.lines[key] for key in _BEFORE if key in process.lines)
    if bgp.log_neighbor_changes:
        yield "bgp log-neighbor-changes"
    if not bgp.default_ipv4:
        yield "no bgp default ipv4-unicast"
    split = ("ipv4", None) in bgp.families
    yield from _body(process, (Level.SESSION,) if split else (Level.SESSION, Level.POLICY))


def family_block(family: Family) -> Iterator[str]:
    """One address family, indented, with its closing line."""
    name = f"{family.kind} vrf {family.vrf}" if family.vrf else family.kind
    yield f" address-family {name}"
    yield from (f"  {family.lines[key]}" for key in _BEFORE if key in family.lines)
    levels = (Level.SESSION, Level.POLICY) if family.vrf else (Level.POLICY,)
    yield from (f"  {line}" for line in _body(family, levels))
    yield " exit-address-family"


def _body(family: Family, levels: tuple[Level, ...]) -> Iterator[str]:
    yield from (family.networks[key] for key in sorted(family.networks, key=lambda key: address_key(key.split("/")[0])))
    yield from (family.redistribute[key] for key in sorted(family.redistribute))
    for address in sorted(family.neighbors, key=address_key):
        yield from neighbor_lines(family, family.neighbors[address], levels)
    yield from (family.lines[key] for key in _AFTER if key in family.lines)


def neighbor_lines(family: Family, neighbor: Neighbor, levels: tuple[Level, ...]) -> Iterator[str]:
    """A neighbor's lines in IOS's order."""
    for attribute in ATTRIBUTES:
        if attribute.level in levels and attribute.name in neighbor.attributes:
            text = neighbor.attributes[attribute.name]
            implied = family.kind == "process" and attribute.name == "activate" and not text.startswith("no ")
            if not implied:
                negative = text.startswith("no ")
                yield f"{'no ' if negative else ''}neighbor {neighbor.address} {text.removeprefix('no ')}"
