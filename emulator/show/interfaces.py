"""`show interfaces`, `show ip interface`, `show interfaces description`."""

from collections.abc import Iterator
from ipaddress import IPv4Interface

from emulator.config.addresses import bits_of
from emulator.config.model import Interface
from emulator.console import Console, ExecAction
from emulator.grammar.interfaces import is_physical, short_name
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.show.tables import table_order


async def _chosen(console: Console, args: Args) -> tuple[list[Interface], set[str]]:
    """Return the selected interfaces, and the names of those with carrier."""
    known = console.device.config.interfaces
    names = [args["name"]] if "name" in args else sorted(known, key=table_order)
    found = [known[name] for name in names if name in known]
    ask = console.device.forwarding.ask
    return found, await ask(lambda plane: {each.name for each in found if plane.interface_is_up(each.name)})


def state(interface: Interface, carrier: bool) -> tuple[str, str]:
    """Return the states of the port and of its protocol."""
    if interface.shutdown:
        return "administratively down", "down"
    up = carrier or not is_physical(interface.name)
    return ("up", "up") if up else ("down", "down")


def address(interface: Interface) -> str | None:
    """Return `10.0.0.254/24`; None without an address."""
    return f"{interface.address}/{bits_of(interface.mask)}" if interface.address and interface.mask else None


def mac(name: str) -> str:
    """Return a port's MAC address, derived from its number."""
    return f"5254.0000.{int(name.removeprefix('GigabitEthernet').split('.')[0]):04x}"


async def interfaces(console: Console, args: Args) -> str:
    """`show interfaces`: the modelled properties; counters stay zero."""
    found, up = await _chosen(console, args)
    return "\n".join(line for each in found for line in _lines(each, each.name in up))


def _lines(interface: Interface, carrier: bool) -> Iterator[str]:
    line, protocol = state(interface, carrier)
    yield f"{interface.name} is {line}, line protocol is {protocol} "
    if interface.name.startswith("GigabitEthernet"):
        yield f"  Hardware is CSR vNIC, address is {mac(interface.name)} (bia {mac(interface.name)})"
    else:
        yield f"  Hardware is {interface.name.rstrip('0123456789')}"
    if interface.description:
        yield f"  Description: {interface.description}"
    if address(interface):
        yield f"  Internet address is {address(interface)}"
    kilobits, delay = (1000000, 10) if interface.name.startswith("Gig") else (8000000, 5000)
    yield f"  MTU {1500 if kilobits == 1000000 else 1514} bytes, BW {kilobits} Kbit/sec, DLY {delay} usec, "
    yield "     reliability 255/255, txload 1/255, rxload 1/255"
    yield f"  Encapsulation {'ARPA' if kilobits == 1000000 else 'LOOPBACK'}, loopback not set"
    yield "  Last input never, output never, output hang never"
    yield '  Last clearing of "show interface" counters never'
    yield "     0 packets input, 0 bytes, 0 no buffer"
    yield "     0 packets output, 0 bytes, 0 underruns"


async def ip_interfaces(console: Console, args: Args) -> str:
    """`show ip interface`: addresses and VRFs."""
    found, up = await _chosen(console, args)
    return "\n".join(line for each in found for line in _ip_lines(each, each.name in up))


def _ip_lines(interface: Interface, carrier: bool) -> Iterator[str]:
    line, protocol = state(interface, carrier)
    yield f"{interface.name} is {line}, line protocol is {protocol}"
    if not address(interface):
        yield "  Internet protocol processing disabled"
        return
    yield f"  Internet address is {address(interface)}"
    for secondary in interface.secondary:
        yield f"  Secondary address {IPv4Interface('/'.join(secondary)).with_prefixlen}"
    yield "  Broadcast address is 255.255.255.255"
    yield "  Address determined by " + ("non-volatile memory" if interface.method == "NVRAM" else "setup command")
    yield "  MTU is 1500 bytes"
    if interface.vrf:
        yield f'  VPN Routing/Forwarding "{interface.vrf}"'


async def descriptions(console: Console, args: Args) -> str:
    """`show interfaces description`: the descriptions."""
    found, up = await _chosen(console, args)
    rows = ["Interface                      Status         Protocol Description"]
    for each in found:
        line, protocol = state(each, each.name in up)
        word = "admin down" if line.startswith("admin") else line
        rows.append(f"{short_name(each.name):30} {word:14} {protocol:8} {each.description or ''}")
    return "\n".join(rows)


async def vrf_interfaces(console: Console, args: Args) -> str:
    """`show ip vrf interfaces`: the interfaces of one VRF or of all. Source: ntc-templates' samples of IOS-XE."""
    config, vrf = console.device.config, args.get("vrf_name")
    if vrf and vrf not in config.vrfs:
        return f"% No VRF named {vrf}"
    found, up = await _chosen(console, args)
    rows = [
        f"{short_name(each.name):22} {each.address if each.mask else 'unassigned':15} {each.vrf:32} {protocol:8}"
        for each in sorted(found, key=lambda each: each.vrf or "")
        if each.vrf and vrf in (None, each.vrf)
        for _, protocol in [state(each, each.name in up)]
    ]
    return "\n".join(["Interface              IP-Address      VRF                              Protocol", *rows])


USER: list[Command[ExecAction]] = [
    Command("show ip vrf interfaces [<vrf_name>]", vrf_interfaces),
    Command("show interfaces [<name:interface>]", interfaces),
    Command("show interfaces description", descriptions),
    Command("show ip interface [<name:interface>]", ip_interfaces),
]
