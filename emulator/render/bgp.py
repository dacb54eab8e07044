"""`router bgp` as lines.

Source: IOS configurations in public course notes: templates first, policy before session, ranges below
`bgp log-neighbor-changes`, peer groups before the neighbors. The place of ranges in a VRF's family is not known.
"""

from collections.abc import Iterator

from emulator.config.addresses import address_key
from emulator.config.bgp import Bgp, Family, Neighbor, Template
from emulator.config.model import Config
from emulator.config.neighbor import ATTRIBUTES, Level

_BEFORE = ("router-id", "cluster-id", "graceful-restart")
_AFTER = ("default-information", "default-metric", "maximum-paths", "distance", "timers")


def bgp_lines(config: Config) -> Iterator[str]:
    """Yield the lines of the process; nothing without one."""
    if not config.bgp:
        return
    yield f"router bgp {config.bgp.asn}"
    yield from (f" {line}" for line in _process(config.bgp))
    for key in sorted(config.bgp.families, key=_family_order):
        yield " !"
        yield from family_block(config.bgp.families[key])
    yield "!"


def _family_order(key: tuple[str, str | None]) -> tuple[int, str]:
    """Return a sort key: the global table, vpnv4, then the VRFs by name."""
    kind, vrf = key
    return (2, vrf) if vrf else (("ipv4", "vpnv4").index(kind), "")


def _process(bgp: Bgp) -> Iterator[str]:
    process = bgp.process
    yield from _templates("policy", bgp.policy_templates)
    yield from _templates("session", bgp.session_templates)
    yield from (process.lines[key] for key in _BEFORE if key in process.lines)
    if bgp.log_neighbor_changes:
        yield "bgp log-neighbor-changes"
    yield from _listen(process)
    if not bgp.default_ipv4:
        yield "no bgp default ipv4-unicast"
    split = ("ipv4", None) in bgp.families
    yield from _body(process, (Level.SESSION,) if split else (Level.SESSION, Level.POLICY))


def _templates(kind: str, templates: dict[str, Template]) -> Iterator[str]:
    for name in sorted(templates):
        template = templates[name]
        yield f"template peer-{kind} {name}"
        yield from (f" {template.attributes[row.name]}" for row in ATTRIBUTES if row.name in template.attributes)
        for number, parent in sorted(template.parents.items()):
            yield f" inherit peer-{kind} {parent}" + (f" {number}" if number else "")
        yield f"exit-peer-{kind}"
        yield "!"


def _listen(family: Family) -> Iterator[str]:
    for prefix in sorted(family.ranges, key=_prefix_key):
        yield f"bgp listen range {prefix} peer-group {family.ranges[prefix]}"
    if "listen limit" in family.lines:
        yield family.lines["listen limit"]


def _prefix_key(prefix: str) -> tuple[tuple[int, ...], int]:
    address, _, bits = prefix.partition("/")
    return address_key(address), int(bits)


def family_block(family: Family) -> Iterator[str]:
    """Yield one address family, indented, with its closing line."""
    name = f"{family.kind} vrf {family.vrf}" if family.vrf else family.kind
    yield f" address-family {name}"
    yield from (f"  {family.lines[key]}" for key in _BEFORE if key in family.lines)
    levels = (Level.SESSION, Level.POLICY) if family.vrf else (Level.POLICY,)
    yield from (f"  {line}" for line in _body(family, levels))
    yield " exit-address-family"


def _body(family: Family, levels: tuple[Level, ...]) -> Iterator[str]:
    yield from (family.networks[key] for key in sorted(family.networks, key=lambda key: address_key(key.split("/")[0])))
    yield from (family.aggregates[key] for key in sorted(family.aggregates, key=_prefix_key))
    yield from (family.redistribute[key] for key in sorted(family.redistribute))
    if family.vrf:
        yield from _listen(family)
    for name in sorted(family.groups):
        if Level.SESSION in levels:
            yield f"neighbor {name} peer-group"
        yield from neighbor_lines(family, family.groups[name], levels)
    for address in sorted(family.neighbors, key=address_key):
        yield from neighbor_lines(family, family.neighbors[address], levels)
    yield from (family.lines[key] for key in _AFTER if key in family.lines)


def neighbor_lines(family: Family, neighbor: Neighbor, levels: tuple[Level, ...]) -> Iterator[str]:
    """Yield a neighbor's lines in IOS's order."""
    for attribute in ATTRIBUTES:
        if attribute.level in levels and attribute.name in neighbor.attributes:
            text = neighbor.attributes[attribute.name]
            implied = family.kind == "process" and attribute.name == "activate" and not text.startswith("no ")
            if not implied:
                negative = text.startswith("no ")
                yield f"{'no ' if negative else ''}neighbor {neighbor.address} {text.removeprefix('no ')}"
