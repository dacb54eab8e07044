"""Prefix lists, redistribution and neighbors' policies in BIRD's filter language. Pure text.

Routes have a custom attribute `origin_table`: the kernel table of the VRF in which they were learned or are
connected.
"""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network

from emulator.dataplane.bird_aggregates import IS_AGGREGATE, aggregate_export_lines
from emulator.dataplane.bird_route_maps import route_map_call
from emulator.dataplane.leaks import connected, family_of, is_in_bgp, is_static_in_bgp, prefix_of
from emulator.dataplane.names import prefix_list_function
from emulator.dataplane.state import Neighbor, Network, PrefixEntry


def prefix_list_lines(name: str, entries: Sequence[PrefixEntry]) -> list[str]:
    """Return a function that is true for permitted prefixes: the first match decides, and no match denies."""
    rules = [
        f"  if net ~ [ {_pattern(entry)} ] then return {'true' if entry.action == 'permit' else 'false'};"
        for entry in sorted(entries, key=lambda entry: entry.sequence)
    ]
    return [f"function {prefix_list_function(name)}() {{  # {name}", *rules, "  return false;", "}"]


def in_bgp_lines(network: Network, vrf: str | None, table: int) -> list[str]:
    """Return a function that is true for the VRF's own routes in its BGP table.

    These are the learned routes, and connected and static ones that are redistributed or named by a `network` line.
    """
    prefixes = sorted({prefix_of(i.address) for i in connected(network, vrf) if i.address and is_in_bgp(network, i)})
    allowed = f"  return net ~ [ {', '.join(prefixes)} ];" if prefixes else "  return false;"
    family = family_of(network, vrf)
    aggregated = [f"  if {IS_AGGREGATE} then return true;"] if family and family.aggregates else []
    static = [*aggregated, *_static_lines(network, vrf)]
    return [f"function in_bgp_{table}() {{", *static, "  if source != RTS_DEVICE then return true;", allowed, "}"]


def _static_lines(network: Network, vrf: str | None) -> list[str]:
    prefixes = {route.prefix for route in network.static_routes if route.vrf == vrf}
    if not prefixes:
        return []
    named = sorted(prefix for prefix in prefixes if is_static_in_bgp(network, vrf, prefix))
    condition = f"net ~ [ {', '.join(named)} ]" if named else "false"
    return [f"  if source = RTS_STATIC then return {condition};"]


def export_lines(network: Network, vrf: str | None, table: int, neighbor: Neighbor) -> list[str]:
    """Return the export filter: the VRF's BGP table, restricted by the outbound prefix list if that exists."""
    listed = _permitted(network, neighbor.prefix_list_out)
    return [
        "    if dest = RTD_UNREACHABLE then reject;",
        f"    if origin_table = {table} && !in_bgp_{table}() then reject;",
        *([f"    if !{listed} then reject;"] if listed else []),
        f"    if source = RTS_DEVICE then {{ bgp_origin = {_origin(network, vrf)}; bgp_med = 0; }}",
        *_static_origin(network),
        *aggregate_export_lines(family_of(network, vrf)),
        *route_map_call(neighbor.route_map_out),
        *_own_as_lines(network, neighbor),
        *(
            []
            if neighbor.send_community
            else ["    unset(bgp_community);  # IOS does not tell them, unless `send-community`"]
        ),
        "    accept;",
    ]


def import_lines(network: Network, table: int, neighbor: Neighbor) -> list[str]:
    """Return the import filter: the routes that the inbound prefix list permits, marked with their origin."""
    listed = _permitted(network, neighbor.prefix_list_in)
    return [
        *([f"    if !{listed} then reject;"] if listed else []),
        f"    origin_table = {table};",
        *_local_as_lines(neighbor),
        *route_map_call(neighbor.route_map_in),
        "    accept;",
    ]


def _own_as_lines(network: Network, neighbor: Neighbor) -> list[str]:
    """Return the line that adds the router's own AS behind the local AS in a path, except for `replace-as`."""
    hidden = neighbor.local_as is None or neighbor.replace_as
    return [] if hidden else [f"    bgp_path.prepend({network.asn});"]


def _local_as_lines(neighbor: Neighbor) -> list[str]:
    prepended = neighbor.local_as is not None and neighbor.prepend_local_as
    return [f"    bgp_path.prepend({neighbor.local_as});"] if prepended else []


def existing_lists(network: Network) -> Mapping[str, Sequence[PrefixEntry]]:
    """Return the prefix lists that exist; one without entries does not, and filters nothing."""
    return {name: entries for name, entries in sorted(network.prefix_lists.items()) if entries}


def _permitted(network: Network, name: str | None) -> str | None:
    return f"{prefix_list_function(name)}()" if name is not None and network.prefix_lists.get(name) else None


def _pattern(entry: PrefixEntry) -> str:
    prefix = IPv4Network(entry.prefix, strict=False)
    if entry.ge is None and entry.le is None:
        return str(prefix)
    low = entry.ge if entry.ge is not None else prefix.prefixlen
    high = entry.le if entry.le is not None else 32
    return f"{prefix}{{{low},{high}}}"


def _static_origin(network: Network) -> list[str]:
    text = "    if source = RTS_STATIC then { bgp_origin = ORIGIN_INCOMPLETE; bgp_med = 0; }"
    return [text] if network.static_routes else []


def _origin(network: Network, vrf: str | None) -> str:
    family = family_of(network, vrf)
    return "ORIGIN_INCOMPLETE" if family and "connected" in family.redistribute else "ORIGIN_IGP"
