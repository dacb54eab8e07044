"""VRFs, interfaces and prefix lists as tables."""

from emulator.config.model import Config, PrefixList, Vrf
from emulator.configure.policy import listing
from emulator.console import Console, ExecAction
from emulator.grammar.interfaces import is_physical, short_name, sort_key, split_name
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.render.policy import prefix_rule


def members(config: Config, vrf: Vrf) -> list[str]:
    """Return a VRF's interfaces by their short names."""
    names = sorted((interface.name for interface in config.interfaces_of(vrf.name)), key=table_order)
    return [short_name(name) for name in names]


def table_order(name: str) -> tuple[int, tuple[int, tuple[int, ...], int]]:
    """Return a sort key: ports before loopbacks."""
    return (0 if split_name(name)[0] == "GigabitEthernet" else 1), sort_key(name)


def _vrf_rows(config: Config, vrf: Vrf, protocols: str | None) -> list[str]:
    first, *rest = members(config, vrf) or [""]
    middle = "" if protocols is None else f"{protocols:12}"
    head = f"  {vrf.name:33}{vrf.rd or '<not set>':22}{middle}{first}"
    indent = " " * (57 + len(middle))
    return [head, *(indent + name for name in rest)]


def ip_vrf(console: Console, args: Args) -> str:
    """`show ip vrf`: name, RD, interfaces."""
    chosen = _chosen(console.device.config, args.get("name"))
    if chosen is None:
        return f"% No VRF named {args['name']}"
    rows = [row for vrf in chosen for row in _vrf_rows(console.device.config, vrf, None)]
    return "\n".join(["  Name                             Default RD            Interfaces", *rows])


def vrf(console: Console, args: Args) -> str:
    """`show vrf`: the same with each VRF's protocols."""
    chosen = _chosen(console.device.config, args.get("name"))
    if chosen is None:
        return f"% No VRF named {args['name']}"
    config = console.device.config
    rows = [row for vrf in chosen for row in _vrf_rows(config, vrf, _protocols(vrf))]
    return "\n".join(["  Name                             Default RD            Protocols   Interfaces", *rows])


def _protocols(vrf: Vrf) -> str:
    return "ipv4" if vrf.dialect == "ip vrf" else ",".join(sorted(vrf.families))


def _chosen(config: Config, name: str | None) -> list[Vrf] | None:
    """Return one VRF or all; None for an unknown name."""
    if name is None:
        return [config.vrfs[known] for known in sorted(config.vrfs)]
    return [config.vrfs[name]] if name in config.vrfs else None


async def interface_brief(console: Console, args: Args) -> str:
    """`show ip interface brief`."""
    config = console.device.config
    names = sorted(config.interfaces, key=table_order)
    up = await console.device.forwarding.ask(lambda plane: {name for name in names if plane.interface_is_up(name)})
    head = "Interface              IP-Address      OK? Method Status                Protocol"
    return "\n".join([head, *(_brief_row(config, name, name in up) for name in names)])


def _brief_row(config: Config, name: str, carrier: bool) -> str:
    interface = config.interfaces[name]
    status = "administratively down" if interface.shutdown else "up" if carrier or not is_physical(name) else "down"
    protocol = "up" if status == "up" else "down"
    address = interface.address if interface.address and interface.mask else "unassigned"
    return f"{name:22} {address:15} YES {interface.method:6} {status:21} {protocol:8}"


def prefix_lists(console: Console, args: Args) -> str:
    """`show ip prefix-list`."""
    lists = _lists(console.device.config, args.get("name"))
    if lists is None:
        return f"%Can't find prefix-list {args['name']}"
    return "\n".join(listing(listed) for listed in lists)


def prefix_lists_detail(console: Console, args: Args) -> str:
    """`show ip prefix-list detail`: with counts, which stay zero."""
    lists = _lists(console.device.config, args.get("name"))
    if lists is None:
        return f"%Can't find prefix-list {args['name']}"
    head = ["Prefix-list with the last deletion/insertion: " + lists[-1].name] if lists else []
    return "\n".join([*head, *(line for listed in lists for line in _detail(listed))])


def _detail(listed: PrefixList) -> list[str]:
    numbers = sorted(listed.entries)
    ranged = sum(1 for entry in listed.entries.values() if entry.ge is not None or entry.le is not None)
    span = f"sequences: {numbers[0]} - {numbers[-1]}" if numbers else "sequences: 0 - 0"
    return [
        f"ip prefix-list {listed.name}:",
        *([f"   Description: {listed.description}"] if listed.description else []),
        f"   count: {len(numbers)}, range entries: {ranged}, {span}, refcount: 1",
        *(f"   seq {n} {prefix_rule(listed.entries[n])} (hit count: 0, refcount: 1)" for n in numbers),
    ]


def _lists(config: Config, name: str | None) -> list[PrefixList] | None:
    if name is None:
        return [config.prefix_lists[known] for known in sorted(config.prefix_lists)]
    return [config.prefix_lists[name]] if name in config.prefix_lists else None


USER: list[Command[ExecAction]] = [
    Command("show ip vrf [brief] [<name>]", ip_vrf),
    Command("show vrf [brief] [<name>]", vrf),
    Command("show ip interface brief", interface_brief),
    Command("show ip prefix-list [<name>]", prefix_lists),
    Command("show ip prefix-list detail [<name>]", prefix_lists_detail),
]
