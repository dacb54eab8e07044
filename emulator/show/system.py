"""`show` commands of the system: configuration, version, clock, users."""

from time import monotonic

from emulator.config.foreign import Foreign
from emulator.config.model import Config
from emulator.console import Console, ExecAction
from emulator.grammar.interfaces import sort_key
from emulator.grammar.match import Args
from emulator.grammar.tree import Command
from emulator.render.bgp import family_block
from emulator.render.merge import with_foreign_lines
from emulator.render.policy import static_route_line
from emulator.render.sections import interface_block, vrf_lines
from emulator.show.layout import age


def running_config(console: Console, args: Args) -> str:
    """Print the running configuration with its header."""
    return console.device.running_text() + "\n"


def startup_config(console: Console, args: Args) -> str:
    """Print the startup configuration."""
    text = console.device.startup
    if text is None:
        return "startup-config is not present"
    return f"Using {len(text)} out of 33554432 bytes\n{text.rstrip()}\n"


def clock(console: Console, args: Args) -> str:
    """Print the time; `*` because it is not synchronised."""
    return "*" + console.device.clock.stamp()


def hosts(console: Console, args: Args) -> str:
    """Print the default domain and an empty name cache. Source: `show hosts` in NAPALM's test data."""
    words = console.device.config.inert.get("ip", {}).get("ip domain name", "").split()
    return f"Default domain is {words[-1] if words else 'not set'}\n{HOSTS}"


def empty_output(console: Console, args: Args) -> str:
    """Print nothing."""
    return ""


def cdp_is_off(console: Console, args: Args) -> str:
    """Print that CDP is off. Source: the text that Ansible's facts match."""
    return "% CDP is not enabled"


def lldp_is_off(console: Console, args: Args) -> str:
    """Print that LLDP is off."""
    return "% LLDP is not enabled"


def users(console: Console, args: Args) -> str:
    """Print the logged-in users, `*` before the session's own."""
    rows = [
        f"{'*' if line is console.line else ' '}{line.number + 1:3} vty {line.number:<5} {line.user:10} idle"
        f"                 {age(int(monotonic() - line.last))} {line.host}"
        for _, line in sorted(console.device.lines.used.items())
    ]
    head = "    Line       User       Host(s)              Idle       Location"
    return "\n".join([head, *rows, "", "  Interface    User               Mode         Idle     Peer Address", ""])


def version(console: Console, args: Args) -> str:
    """Print the release, the platform, the uptime. Source: `show version` of CSR1000v 16.12.3 and 17.x."""
    profile, device = console.device.profile, console.device
    image = "X86_64_LINUX_IOSD-UNIVERSALK9-M"
    return VERSION.format(
        release=profile.release,
        short=profile.release.replace(".0", "."),
        train=profile.train,
        image=image,
        hostname=device.config.hostname,
        uptime=device.clock.uptime(),
        name=profile.name,
        mode="Router operating mode: Autonomous\n" if profile.name.startswith("17.") else "",
    )


VERSION = """\
Cisco IOS XE Software, Version {release}
Cisco IOS Software [{train}], Virtual XE Software ({image}), Version {short}, RELEASE SOFTWARE (fc5)
Technical Support: http://www.cisco.com/techsupport
Copyright (c) 1986-2024 by Cisco Systems, Inc.
Compiled Mon 09-Dec-19 16:01 by mcpre


Cisco IOS-XE software, Copyright (c) 2005-2024 by cisco Systems, Inc.
All rights reserved.  Certain components of Cisco IOS-XE software are
licensed under the GNU General Public License ("GPL") Version 2.0.


ROM: IOS-XE ROMMON

{hostname} uptime is {uptime}
Uptime for this control processor is {uptime}
System returned to ROM by reload
System image file is "bootflash:packages.conf"
Last reload reason: reload



License Level: ax
License Type: N/A(Smart License Enabled)
Next reload license Level: ax

cisco CSR1000V (VXE) processor (revision VXE) with 2080230K/3075K bytes of memory.
Processor board ID 9LABROUTER0
{mode}4 Gigabit Ethernet interfaces
32768K bytes of non-volatile configuration memory.
3978440K bytes of physical memory.
6188032K bytes of virtual hard disk at bootflash:.

Configuration register is 0x2102
"""


HOSTS = """\
Name/address lookup uses static mappings

Codes: UN - unknown, EX - expired, OK - OK, ?? - revalidate
       temp - temporary, perm - permanent
       NA - Not Applicable None - Not defined

Host                      Port  Flags      Age Type   Address(es)"""


def inventory(console: Console, args: Args) -> str:
    """Print the chassis."""
    return 'NAME: "Chassis", DESCR: "Cisco CSR1000V Chassis"\nPID: CSR1000V          , VID: V00  , SN: 9LABROUTER0\n'


def section_of(config: Config, name: str) -> list[str]:
    """Return one interface's lines."""
    if name not in config.interfaces:
        return []
    own = Foreign({path: kept for path, kept in config.foreign.blocks.items() if path[:1] == (_header(config, name),)})
    return with_foreign_lines([*interface_block(config, config.interfaces[name])], own)


def _header(config: Config, name: str) -> str:
    return f"interface {name}{config.interfaces[name].link}"


def running_interface(console: Console, args: Args) -> str:
    """`show running-config interface X`: one interface's block."""
    lines = section_of(console.device.config, args["name"])
    if not lines:
        return " " * len(console.prompt) + "^\n% Invalid input detected at '^' marker.\n"
    return _partial(lines)


def running_vrf(console: Console, args: Args) -> str:
    """`show running-config vrf [X]`: the VRFs, their interfaces, their BGP families and routes."""
    config, name = console.device.config, args.get("name")
    chosen = sorted(vrf for vrf in config.vrfs if name in (None, vrf))
    lines = [line for vrf in chosen for line in [*vrf_lines(config.vrfs[vrf])]]
    for vrf in chosen:
        for interface in sorted(config.interfaces_of(vrf), key=lambda each: sort_key(each.name)):
            lines += [*section_of(config, interface.name), "!"]
        if config.bgp and (family := config.bgp.family("ipv4", vrf)):
            lines += [f"router bgp {config.bgp.asn}", " !", *family_block(family), "!"]
        lines += [static_route_line(route) for route in config.static_routes if route.vrf == vrf]
    return _partial(lines)


def _partial(lines: list[str]) -> str:
    """Return lines with their header. Source of the size: four recordings, from `!` to the line `end` plus one byte."""
    body = "\n".join(["!", *lines, "end", ""])
    return f"Building configuration...\n\nCurrent configuration : {len(body) + 1} bytes\n{body}"


USER: list[Command[ExecAction]] = [
    Command("show clock", clock),
    Command("show hosts", hosts),
    Command("show cdp", cdp_is_off),
    Command("show lldp", lldp_is_off),
    Command("show ipv6 interface [brief]", empty_output),
    Command("show users", users),
    Command("show version", version),
    Command("show inventory", inventory),
]
PRIVILEGED: list[Command[ExecAction]] = [
    Command("show running-config [brief]", running_config),
    Command("show running-config interface <name:interface>", running_interface),
    Command("show running-config vrf [<name>]", running_vrf),
    Command("show startup-config", startup_config),
    Command("show configuration", startup_config),
]
