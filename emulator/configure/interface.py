"""Interfaces: VRF membership, addresses, state."""

from typing import cast

from emulator.config.addresses import bits_of, network_of
from emulator.config.model import Dialect, Interface, Vrf
from emulator.configure.context import Action, Context
from emulator.grammar.interfaces import is_physical
from emulator.grammar.match import Args
from emulator.grammar.tree import Command

NOT_TAGGED = """
% Configuring IP routing on a LAN subinterface is only allowed if that
subinterface is already configured as part of an IEEE 802.10, IEEE 802.1Q,
or ISL vLAN.
"""
DEPENDENT = ("ip unnumbered", "ip address", "standby", "vrrp", "glbp")
"""Unmodelled lines that a change of VRF removes with the addresses; no recording of it is known."""
SECONDARY_FIRST = "Must delete secondary before deleting primary"
POINT_TO_POINT = "% Warning: use /31 mask on non point-to-point interface cautiously"


def interface(context: Context, args: Args) -> str:
    """Create or enter an interface; `no` removes it."""
    name = args["name"]
    found = context.config.interfaces.setdefault(name, Interface(name))
    context.config.unnamed.discard(name.partition(".")[0])
    if "link" in args:
        found.link = f" {args['link']}"
    if context.loading and is_physical(name):
        found.shutdown = False
    context.enter("config-subif" if "." in name else "config-if", found)
    return ""


def _remove(context: Context, name: str) -> str:
    if is_physical(name):
        return "% Removal of physical interfaces is not permitted"
    context.config.interfaces.pop(name, None)
    for sub in [known for known in context.config.interfaces if known.startswith(f"{name}.")]:
        del context.config.interfaces[sub]
    return ""


def reset(context: Context, args: Args) -> str:
    """`default interface X`: restore the defaults."""
    name = args["name"]
    if name in context.config.interfaces:
        context.config.interfaces[name] = Interface(name)
    return f"Interface {name} set to default configuration"


def forwarding(dialect: Dialect) -> Action:
    """Return the action of `ip vrf forwarding` or `vrf forwarding`: change the VRF, which removes the addresses."""

    def action(context: Context, args: Args) -> str:
        here = cast(Interface, context.current.target)
        if args.negated:
            return _change_vrf(context, here, None) if here.vrf else ""
        found = context.config.vrfs.get(args["name"])
        if not found:
            return f"% VRF {args['name']} not configured."
        if found.dialect != dialect:
            return _wrong_dialect(found)
        return "" if here.vrf == found.name else _change_vrf(context, here, found.name)

    return action


def _wrong_dialect(found: Vrf) -> str:
    word = "ip vrf" if found.dialect == "ip vrf" else "vrf"
    return f"% Use '{word} forwarding' command for VRF '{found.name}'"


def _change_vrf(context: Context, here: Interface, vrf: str | None) -> str:
    """Remove the lines that need an address, except while a file is loaded."""
    if not context.loading:
        for words in DEPENDENT:
            context.config.foreign.remove(context.path, words)
    return _set_vrf(here, vrf)


def _set_vrf(here: Interface, vrf: str | None) -> str:
    """Change the VRF. Source: recorded on CSR1000v and IOL-XE 17, which print `disabling` even for a new VRF."""
    named, had_address = vrf or here.vrf, here.address is not None
    here.vrf, here.address, here.mask = vrf, None, None
    here.secondary.clear()
    here.method = "unset"
    if not had_address:
        return ""
    return f"% Interface {here.name} IPv4 disabled and address(es) removed due to disabling VRF {named}"


def address(context: Context, args: Args) -> str:
    """Add or remove an address."""
    here = cast(Interface, context.current.target)
    if args.negated:
        return _remove_address(here, args)
    wanted, mask = args["host"], args["mask"]
    bits = bits_of(mask)
    if bits is None or bits == 0:
        return f"Bad mask 0x{''.join(f'{int(octet):02X}' for octet in mask.split('.'))} for address {wanted}"
    if refusal := _refusal(context, here, wanted, mask, bits):
        return refusal
    context.config.foreign.remove(context.path, "ip unnumbered")
    if "secondary" in args:
        here.secondary += [] if (wanted, mask) in here.secondary else [(wanted, mask)]
    else:
        here.address, here.mask = wanted, mask
    here.method = "NVRAM" if context.loading else "manual"
    return POINT_TO_POINT if bits == 31 and not context.loading else ""


def dhcp(context: Context, args: Args) -> str:
    """Accept `ip address dhcp`; no address is ever obtained."""
    here = cast(Interface, context.current.target)
    here.address, here.mask = (None, None) if args.negated else ("dhcp", None)
    here.method = "unset" if args.negated else "DHCP"
    return ""


def _refusal(context: Context, here: Interface, wanted: str, mask: str, bits: int) -> str:
    vrf = context.config.vrfs.get(here.vrf or "")
    if vrf and not vrf.carries("ipv4"):
        return f"% {here.name} is linked to a VRF. Enable IPv4 on that VRF first."
    if "." in here.name and not here.encapsulation and not _tagged_otherwise(context):
        return NOT_TAGGED
    network = network_of(wanted, mask)
    if bits < 31 and wanted in (str(network.network_address), str(network.broadcast_address)):
        return f"Bad mask /{bits} for address {wanted}"
    for other in context.config.interfaces_of(here.vrf):
        if (
            other is not here
            and other.address
            and other.mask
            and network_of(other.address, other.mask).overlaps(network)
        ):
            return f"% {network.network_address} overlaps with {other.name}"
    return ""


def _tagged_otherwise(context: Context) -> bool:
    """Return whether the sub-interface has a VLAN by an unmodelled line, or needs none."""
    kept = context.config.foreign.of(context.path)
    needs = is_physical(context.current.target.name.partition(".")[0]) and "Ethernet" in context.current.target.name
    return not needs or any(each.name.startswith("encapsulation ") for each in kept)


def _remove_address(here: Interface, args: Args) -> str:
    pair = (args.get("host"), args.get("mask"))
    if "secondary" in args:
        here.secondary = [known for known in here.secondary if known != pair]
    elif pair == (here.address, here.mask) != (None, None) and here.secondary:
        return SECONDARY_FIRST
    elif pair == (None, None) or pair == (here.address, here.mask):
        here.address = here.mask = None
        here.secondary.clear()
        here.method = "unset"
    else:
        return "% Invalid address"
    return ""


def description(context: Context, args: Args) -> str:
    """Set the interface's description."""
    context.current.target.description = None if args.negated else args["text"]
    return ""


def shutdown(context: Context, args: Args) -> str:
    """Shut the interface down, or start it."""
    context.current.target.shutdown = not args.negated
    return ""


def encapsulation(context: Context, args: Args) -> str:
    """Set a sub-interface's VLAN."""
    native = " native" if "native" in args else ""
    context.current.target.encapsulation = None if args.negated else f"dot1Q {args['vlan']}{native}"
    return ""


def bfd(context: Context, args: Args) -> str:
    """Set the BFD timers for neighbors with `fall-over bfd`."""
    text = "bfd interval {tx} min_rx {rx} multiplier {times}"
    context.current.target.bfd = None if args.negated else text.format(**args.values)
    return ""


def _extra(key: str, text: str) -> Action:
    def action(context: Context, args: Args) -> str:
        extras = context.current.target.extras
        if args.negated:
            extras.pop(key, None)
        else:
            extras[key] = text.format(**args.values)
        return ""

    return action


def _ignored(context: Context, args: Args) -> str:
    """Ignore a platform default, with or without `no`."""
    return ""


GLOBAL: list[Command[Action]] = [
    Command("interface <name:interface> [{link:point-to-point|multipoint}]", interface),
    Command(
        "no interface <name:interface> [{link:point-to-point|multipoint}]",
        lambda context, args: _remove(context, args["name"]),
    ),
    Command("default interface <name:interface>", reset),
]
INTERFACE: list[Command[Action]] = [
    Command("ip vrf forwarding <name>", forwarding("ip vrf"), "ip vrf forwarding [<name>]"),
    Command("vrf forwarding <name>", forwarding("vrf definition"), "vrf forwarding [<name>]"),
    Command("ip address <host:ip> <mask:mask> [secondary]", address, "ip address [<host:ip> <mask:mask> [secondary]]"),
    Command("ip address dhcp", dhcp, "="),
    Command("description <text:line>", description, "description [<text:line>]"),
    Command("shutdown", shutdown, "="),
    Command(
        "bfd interval <tx:50-9999> min_rx <rx:50-9999> multiplier <times:3-50>",
        bfd,
        "bfd interval [<tx:50-9999> min_rx <rx:50-9999> multiplier <times:3-50>]",
    ),
    Command("ip mtu <n:68-9216>", _extra("ip mtu", "ip mtu {n}"), "ip mtu [<n:68-9216>]"),
    Command("mtu <n:64-9216>", _extra("mtu", "mtu {n}"), "mtu [<n:64-9216>]"),
    Command("load-interval <n:30-600>", _extra("load-interval", "load-interval {n}"), "load-interval [<n:30-600>]"),
    Command("negotiation auto", _ignored, "="),
    Command("mop {enabled|sysid}", _ignored, "="),
    Command("cdp enable", _extra("cdp", "cdp enable"), "="),
]
SUBINTERFACE: list[Command[Action]] = [
    *INTERFACE,
    Command(
        "encapsulation dot1q <vlan:1-4094> [native]", encapsulation, "encapsulation [dot1q <vlan:1-4094> [native]]"
    ),
]
