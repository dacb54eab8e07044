"""The lines that open each mode's block in the running configuration."""

import re
from typing import Any, cast

from emulator.config.foreign import Path, line_key
from emulator.config.model import Config
from emulator.configure.context import Context

_MODES = (
    (r"router (\S+)", "config-router"),
    (r"class-map ", "config-cmap"),
    (r"policy-map ", "config-pmap"),
    (r"class ", "config-pmap-c"),
    (r"ip access-list standard", "config-std-nacl"),
    (r"ip access-list extended", "config-ext-nacl"),
    (r"ipv6 access-list", "config-ipv6-acl"),
    (r"crypto pki trustpoint", "ca-trustpoint"),
    (r"crypto pki certificate chain", "config-cert-chain"),
    (r"crypto isakmp policy", "config-isakmp"),
    (r"crypto isakmp profile", "conf-isa-prof"),
    (r"crypto keyring", "conf-keyring"),
    (r"crypto ikev2 proposal", "config-ikev2-proposal"),
    (r"crypto ikev2 policy", "config-ikev2-policy"),
    (r"crypto ikev2 keyring", "config-ikev2-keyring"),
    (r"crypto ikev2 profile", "config-ikev2-profile"),
    (r"crypto ipsec transform-set", "cfg-crypto-trans"),
    (r"crypto ipsec profile", "ipsec-profile"),
    (r"crypto map \S+ \d+", "config-crypto-map"),
    (r"event manager applet", "config-applet"),
    (r"ip dhcp pool", "dhcp-config"),
    (r"ip sla \d+", "config-ip-sla"),
    (r"key chain", "config-keychain"),
    (r"key \d+", "config-keychain-key"),
    (r"track \d+ ", "config-track"),
    (r"vlan \d", "config-vlan"),
    (r"interface ", "config-if"),
    (r"line ", "config-line"),
    (r"(tacacs|radius) server ", "config-server"),
    (r"aaa group server ", "config-sg"),
    (r"object-group ", "config-network-group"),
    (r"parameter-map ", "config-profile"),
    (r"flow record ", "config-flow-record"),
    (r"flow exporter ", "config-flow-exporter"),
    (r"flow monitor ", "config-flow-monitor"),
    (r"time-range ", "config-time-range"),
    (r"zone security ", "config-sec-zone"),
    (r"zone-pair security ", "config-sec-zone-pair"),
    (r"address-family ", "config-router-af"),
    (r"template peer-session ", "config-router-stmp"),
    (r"template peer-policy ", "config-router-ptmp"),
    (r"call-home$", "cfg-call-home"),
    (r"telemetry ", "config-mdt-subs"),
    (r"bfd-template ", "config-bfd"),
    (r"control-plane$", "config-cp"),
    (r"redundancy$", "config-red"),
    (r"flow-sampler-map |route-tag |policy-list |dial-peer |voice |l2vpn |bridge-domain |pseudowire-class ", "config"),
)
_MODELLED = {"interface": "interfaces", "vrf definition": "vrfs", "ip vrf": "vrfs"}


def foreign_mode(header: str) -> str | None:
    """Return the prompt suffix of an unmodelled mode; None for a line that opens no mode."""
    return next((mode for pattern, mode in _MODES if re.match(pattern, header)), None)


def header_of(context: Context, typed: str) -> str:
    """Return the header of the mode just entered; as typed for modes without a rule."""
    current, above = context.current, context.open_modes[-2].target
    target: Any = current.target
    if current.mode in ("config-if", "config-subif"):
        return f"interface {target.name}{target.link}"
    if current.mode == "config-vrf":
        return f"{target.dialect} {target.name}"
    if current.mode == "config-vrf-af":
        return f"address-family {next(name for name, value in above.families.items() if value is target)}"
    if current.mode == "config-router" and context.config.bgp and target is context.config.bgp.process:
        return f"router bgp {context.config.bgp.asn}"
    if current.mode == "config-router-af" and hasattr(target, "kind"):
        return family_header(target.kind, target.vrf)
    if current.mode == "config-route-map":
        return f"route-map {target.name} {target.sequence}"
    if current.mode == "config-line":
        return cast(str, target)
    return line_key(typed)


def family_header(kind: str, vrf: str | None) -> str:
    """Return `address-family ipv4 vrf X`."""
    return f"address-family {kind}" + (f" vrf {vrf}" if vrf else "")


def exists(config: Config, path: Path) -> bool:
    """Return whether the configuration has this block; True for an unmodelled kind of block."""
    return _exists(config, path[0]) and (len(path) == 1 or _exists_inside(config, path))


def _exists(config: Config, header: str) -> bool:
    if config.foreign.has((), header):
        return True
    for start, places in _MODELLED.items():
        if header.startswith(f"{start} "):
            return header.removeprefix(f"{start} ").split()[0] in getattr(config, places)
    if header.startswith("router bgp "):
        return config.bgp is not None and header == f"router bgp {config.bgp.asn}"
    if header.startswith("route-map "):
        _, name, number = header.split()[:3]
        return number.isdigit() and (name, int(number)) in config.route_maps
    return True


def _exists_inside(config: Config, path: Path) -> bool:
    if config.foreign.has(path[:1], path[1]):
        return True
    if config.bgp and path[0].startswith("router bgp ") and path[1].startswith("address-family "):
        return any(family_header(kind, vrf) == path[1] for kind, vrf in config.bgp.families)
    if path[0].startswith("vrf definition ") and path[1].startswith("address-family "):
        return path[1].split()[1] in config.vrfs[path[0].split()[2]].families
    return True


def forget_removed(config: Config) -> None:
    """Remove the unmodelled lines of blocks that no longer exist."""
    for path in {known[:2] for known in config.foreign.blocks if known}:
        if not exists(config, path):
            config.foreign.drop(path[:1] if not _exists(config, path[0]) else path)
