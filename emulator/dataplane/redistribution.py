"""Redistribution of connected and static routes into BGP, derived from the configuration alone.

A route map on `redistribute` filters the routes; its `set` lines are not applied.
"""

from ipaddress import IPv4Network

from emulator.dataplane.state import Clause, Family, Network, PrefixEntry


def is_redistributed(network: Network, family: Family, source: str, prefix: str) -> bool:
    """Return whether the family redistributes this prefix of `connected` or `static`."""
    if source not in family.redistribute:
        return False
    name = family.redistribute_maps.get(source)
    return name is None or _permits(network, network.route_maps.get(name, ()), IPv4Network(prefix))


def _permits(network: Network, clauses: tuple[Clause, ...], prefix: IPv4Network) -> bool:
    """Return the first matching clause's decision; no match, or a missing map, denies."""
    for clause in sorted(clauses, key=lambda clause: clause.sequence):
        if not clause.unknown and _matches(network, clause, prefix):
            return clause.action == "permit"
    return False


def _matches(network: Network, clause: Clause, prefix: IPv4Network) -> bool:
    """Return whether any list permits the prefix; True without a list, or with a missing one."""
    lists = [network.prefix_lists.get(name, ()) for name in clause.prefix_lists]
    return not lists or any(not entries or _listed(entries, prefix) for entries in lists)


def _listed(entries: tuple[PrefixEntry, ...], prefix: IPv4Network) -> bool:
    for entry in sorted(entries, key=lambda entry: entry.sequence):
        if _covers(entry, prefix):
            return entry.action == "permit"
    return False


def _covers(entry: PrefixEntry, prefix: IPv4Network) -> bool:
    above = IPv4Network(entry.prefix, strict=False)
    if entry.ge is None and entry.le is None:
        return prefix == above
    low = above.prefixlen if entry.ge is None else entry.ge
    high = 32 if entry.le is None else entry.le
    return prefix.subnet_of(above) and low <= prefix.prefixlen <= high
