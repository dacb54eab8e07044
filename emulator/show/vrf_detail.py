"""`show vrf detail` and `show ip vrf detail`."""

from collections.abc import Callable, Iterable, Iterator

from emulator.config.model import Config, Targets, Vrf
from emulator.config.targets import printed_order
from emulator.console import Console, ExecAction
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.show.tables import members


def vrf_detail(console: Console, args: Args) -> str:
    """Print every VRF, or one, in full. Source: the layout that ntc-templates' template and NAPALM parse."""
    return _detail(console, args, lambda vrf, number: _families(vrf, number))


def ip_vrf_detail(console: Console, args: Args) -> str:
    """Print the IPv4 family alone. Source: genieparser's samples of `show ip vrf detail`."""
    return _detail(console, args, lambda vrf, number: _family("ipv4", _targets(vrf).get("ipv4", Targets()), number))


def _detail(console: Console, args: Args, families: Callable[[Vrf, int], Iterable[str]]) -> str:
    config, name = console.device.config, args.get("name")
    if name and name not in config.vrfs:
        return f"% No VRF named {name}"
    numbered = enumerate(sorted(config.vrfs), start=1)
    chosen = [(config.vrfs[each], number) for number, each in numbered if name in (None, each)]
    blocks = [[*_head(config, vrf, number), *families(vrf, number), ""] for vrf, number in chosen]
    return "\n".join(line for block in blocks for line in block)


def _head(config: Config, vrf: Vrf, number: int) -> Iterator[str]:
    yield f"VRF {vrf.name} (VRF Id = {number}); default RD {vrf.rd or '<not set>'}; default VPNID <not set>"
    if vrf.description:
        yield f"  Description: {vrf.description}"
    old = vrf.dialect == "ip vrf"
    yield "  Old CLI format, supports IPv4 only" if old else "  New CLI format, supports multiple address-families"
    yield f"  Flags: 0x{'C' if old else '180C'}"
    names = members(config, vrf)
    yield "  Interfaces:" if names else "  No interfaces"
    yield from _columns(names)


def _targets(vrf: Vrf) -> dict[str, Targets]:
    """Return the route targets of each active address family."""
    whole = Targets(set(vrf.all_imports()), set(vrf.all_exports()))
    return {"ipv4": whole} if vrf.dialect == "ip vrf" else vrf.families


def _families(vrf: Vrf, number: int) -> Iterator[str]:
    families = _targets(vrf)
    for family in ("ipv4", "ipv6"):
        if family in families:
            yield from _family(family, families[family], number)
        else:
            yield f"Address family {family} unicast not active"
    yield "Address family ipv4 multicast not active"


def _family(family: str, targets: Targets, number: int) -> Iterator[str]:
    yield f"Address family {family} unicast (Table ID = 0x{number:X}):"
    yield "  Flags: 0x0"
    for word, values in (("Export", targets.exports), ("Import", targets.imports)):
        yield f"  {word} VPN route-target communities" if values else f"  No {word} VPN route-target communities"
        yield from _columns(f"RT:{target}" for target in printed_order(values))
    yield "  No import route-map"
    yield "  No global export route-map"
    yield "  No export route-map"
    yield "  VRF label distribution protocol: not configured"
    yield "  VRF label allocation mode: per-prefix"


def _columns(words: Iterable[str]) -> Iterator[str]:
    """Yield lines of three columns."""
    row = list(words)
    for start in range(0, len(row), 3):
        yield "    " + "".join(f"{word:25}" for word in row[start : start + 3])


USER: list[Command[ExecAction]] = [
    Command("show vrf detail [<name>]", vrf_detail),
    Command("show ip vrf detail [<name>]", ip_vrf_detail),
]
