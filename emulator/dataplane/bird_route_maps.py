"""Route maps in BIRD's filter language. Pure text."""

from collections.abc import Sequence

from emulator.dataplane.names import prefix_list_function, route_map_function
from emulator.dataplane.state import Clause, Network

_WELL_KNOWN = {"no-export": "(65535, 65281)", "no-advertise": "(65535, 65282)", "local-as": "(65535, 65283)"}


def route_map_lines(network: Network) -> list[str]:
    """Return one function for each map of a neighbor; it is true for permitted routes, and changes them."""
    lines: list[str] = []
    for name in sorted(_used(network)):
        lines += ["", *_function_lines(network, name, network.route_maps.get(name, ()))]
    return lines


def _used(network: Network) -> set[str]:
    neighbors = [neighbor for family in network.families for neighbor in family.neighbors]
    neighbors += [listen.members for family in network.families for listen in family.ranges]
    named = {name for neighbor in neighbors for name in (neighbor.route_map_in, neighbor.route_map_out)}
    return {name for name in named if name is not None}


def _function_lines(network: Network, name: str, clauses: Sequence[Clause]) -> list[str]:
    """Return the function of a map: the first matching clause decides; no match, or a missing map, denies."""
    lines = [f"function {route_map_function(name)}() {{  # {name}"]
    for clause in sorted(clauses, key=lambda clause: clause.sequence):
        lines += _clause_lines(network, clause)
    return [*lines, "  return false;", "}"]


def _clause_lines(network: Network, clause: Clause) -> list[str]:
    if clause.unknown:
        return []
    permitted = clause.action == "permit"
    does = [*(_sets(clause) if permitted else ()), f"return {'true' if permitted else 'false'};"]
    return [f"  if {_condition(network, clause)} then {{ {' '.join(does)} }}"]


def _condition(network: Network, clause: Clause) -> str:
    """Return the clause's condition: any of its lists permits; a missing list permits everything."""
    known = [name for name in clause.prefix_lists if network.prefix_lists.get(name)]
    if len(known) < len(clause.prefix_lists) or not known:
        return "true"
    return " || ".join(f"{prefix_list_function(name)}()" for name in known)


def _sets(clause: Clause) -> list[str]:
    found: list[str] = []
    if clause.metric is not None:
        found.append(f"bgp_med = {clause.metric};")
    if clause.local_preference is not None:
        found.append(f"bgp_local_pref = {clause.local_preference};")
    if clause.communities and not clause.additive:
        found.append("bgp_community.empty;")
    found += [f"bgp_community.add({_community(one)});" for one in clause.communities]
    return found + [f"bgp_path.prepend({asn});" for asn in reversed(clause.prepend)]


def _community(text: str) -> str:
    """Return BIRD's form of `65000:7`, a plain number or a well-known name."""
    if text in _WELL_KNOWN:
        return _WELL_KNOWN[text]
    high, colon, low = text.partition(":")
    number = int(high) << 16 | int(low) if colon else int(high)
    return f"({number >> 16}, {number & 65535})"


def route_map_call(name: str | None) -> list[str]:
    """Return the filter lines that call a neighbor's map; empty without a map."""
    return [f"    if !{route_map_function(name)}() then reject;"] if name else []
