"""The sections for VRFs, the archive and interfaces."""

from collections.abc import Iterator

from emulator.config.model import Archive, Config, Interface, Targets, Vrf
from emulator.config.targets import printed_order
from emulator.grammar.interfaces import is_csr_port, sort_key


def vrf_lines(vrf: Vrf) -> Iterator[str]:
    """Yield a VRF's block in its dialect."""
    yield f"{vrf.dialect} {vrf.name}"
    if vrf.description:
        yield f" description {vrf.description}"
    if vrf.rd:
        yield f" rd {vrf.rd}"
    yield from (f" {line}" for line in target_lines(vrf.targets))
    for family in sorted(vrf.families):
        yield " !"
        yield f" address-family {family}"
        yield from (f"  {line}" for line in target_lines(vrf.families[family]))
        yield " exit-address-family"
    yield "!"


def target_lines(targets: Targets) -> Iterator[str]:
    """Yield exports, then imports, each in the printed order."""
    yield from (f"route-target export {target}" for target in printed_order(targets.exports))
    yield from (f"route-target import {target}" for target in printed_order(targets.imports))


def archive_lines(archive: Archive) -> Iterator[str]:
    """Yield the archive section; nothing if all its values are defaults."""
    if archive.is_default():
        return
    yield "archive"
    if archive.log_config:
        yield " log config"
        yield from (f"  {line}" for line in archive.log_config.values())
    if archive.path:
        yield f" path {archive.path}"
    if archive.maximum != 10:
        yield f" maximum {archive.maximum}"
    if archive.write_memory:
        yield " write-memory"
    if archive.time_period:
        yield f" time-period {archive.time_period}"
    yield "!"


def interface_lines(config: Config) -> Iterator[str]:
    """Yield every interface's block."""
    for name in sorted(config.interfaces, key=sort_key):
        yield from interface_block(config, config.interfaces[name])
        yield "!"


def interface_block(config: Config, interface: Interface) -> Iterator[str]:
    """Yield one interface: description, VRF, address, state, then the platform's lines, with BFD among them.

    Source: `show running-config` of CSR1000v in public notes, which have `bfd interval` after `negotiation auto`.
    """
    yield f"interface {interface.name}{interface.link}"
    if interface.description:
        yield f" description {interface.description}"
    if "mtu" in interface.extras:
        yield f" {interface.extras['mtu']}"
    if interface.encapsulation:
        yield f" encapsulation {interface.encapsulation}"
    if interface.vrf:
        word = "vrf forwarding" if config.vrfs[interface.vrf].dialect == "vrf definition" else "ip vrf forwarding"
        yield f" {word} {interface.vrf}"
    yield from _addresses(interface)
    yield from (f" {line}" for key, line in interface.extras.items() if key != "mtu")
    if interface.shutdown:
        yield " shutdown"
    if is_csr_port(interface.name):
        yield " negotiation auto"
    if interface.bfd:
        yield f" {interface.bfd}"
    if is_csr_port(interface.name):
        yield from (" no mop enabled", " no mop sysid")


def _addresses(interface: Interface) -> Iterator[str]:
    for address, mask in interface.secondary:
        yield f" ip address {address} {mask} secondary"
    if interface.address == "dhcp":
        yield " ip address dhcp"
    elif interface.address:
        yield f" ip address {interface.address} {interface.mask}"
    elif not ("." in interface.name and interface.vrf is None):
        yield " no ip address"
