"""Route leaking between VRFs, and connected prefixes in BGP, derived from the configuration alone.

As on IOS, a VRF leaks only with a BGP process, a route distinguisher and its own address family. A route leaks from
`source` to `target` if target imports a route target that source exports.
"""

from ipaddress import IPv4Interface

from emulator.dataplane.redistribution import is_redistributed
from emulator.dataplane.state import Family, Interface, Network, Vrf


def family_of(network: Network, vrf: str | None) -> Family | None:
    """Return the address family of a VRF (None is the global table); None without BGP or without that family."""
    if network.asn is None:
        return None
    return next((family for family in network.families if family.vrf == vrf), None)


def able_to_leak(network: Network) -> list[Vrf]:
    """Return the VRFs that fulfil all conditions for leaking."""
    return [vrf for vrf in network.vrfs if vrf.rd is not None and family_of(network, vrf.name) is not None]


def leaking_pairs(network: Network) -> tuple[tuple[str, str], ...]:
    """Return every (source, target) with leaking routes, in name order."""
    able = able_to_leak(network)
    pairs = ((source, target) for source in able for target in able if source.name != target.name)
    return tuple(sorted((source.name, target.name) for source, target in pairs if _leaks(source, target)))


def connected(network: Network, vrf: str | None) -> tuple[Interface, ...]:
    """Return the interfaces of a VRF that have an address and are not shut down."""
    return tuple(i for i in network.interfaces if i.vrf == vrf and i.address is not None and not i.shutdown)


def is_in_bgp(network: Network, interface: Interface) -> bool:
    """Return whether the interface's prefix is in its VRF's BGP table: redistributed, or named by a `network` line."""
    family = family_of(network, interface.vrf)
    if family is None or interface.address is None:
        return False
    prefix = prefix_of(interface.address)
    return prefix in family.networks or is_redistributed(network, family, "connected", prefix)


def is_static_in_bgp(network: Network, vrf: str | None, prefix: str) -> bool:
    """Return whether a static route is in its VRF's BGP table."""
    family = family_of(network, vrf)
    return family is not None and (prefix in family.networks or is_redistributed(network, family, "static", prefix))


def reachable(network: Network, vrf: str | None) -> frozenset[str]:
    """Return the router's own addresses that are reachable in this VRF: the VRF's own and the leaked ones."""
    sources = {source for source, target in leaking_pairs(network) if target == vrf}
    leaked = (i for source in sources for i in connected(network, source) if is_in_bgp(network, i))
    return frozenset(host_of(i.address) for i in (*connected(network, vrf), *leaked) if i.address is not None)


def prefix_of(address: str) -> str:
    """Return `10.0.0.0/24` for `10.0.0.254/24`."""
    return str(IPv4Interface(address).network)


def host_of(address: str) -> str:
    """Return `10.0.0.254` for `10.0.0.254/24`."""
    return str(IPv4Interface(address).ip)


def _leaks(source: Vrf, target: Vrf) -> bool:
    return bool(source.export_targets & target.import_targets)
