"""Route-target leaking in bird.conf. Pure text.

IOS imports only the best path of a VRF. BIRD's pipes carry every path, and only its BGP sessions carry the best
one; so each VRF has a session with itself, over the loopback, into a table of its best learned routes (`s`), and
the importing VRFs have a pipe from there. Connected routes come directly from the VRF's own table.
"""

from emulator.dataplane.leaks import able_to_leak, leaking_pairs
from emulator.dataplane.names import Tables, best, rib
from emulator.dataplane.state import Network

_SESSION = """\
  multihop 2;
  strict bind yes;
  connect delay time 1;
  connect retry time 1;
  error wait time 1, 1;
""".splitlines()


def leak_lines(network: Network, tables: Tables) -> list[str]:
    """Return all lines for leaking: those of each VRF that can leak, and those of each pair that does."""
    lines: list[str] = []
    for vrf in able_to_leak(network):
        lines += ["", *_best_lines(network, tables[vrf.name], vrf.name)]
    for first, second in sorted({(min(pair), max(pair)) for pair in leaking_pairs(network)}):
        lines += ["", *_connected_lines(network, tables, first, second)]
    for source, target in leaking_pairs(network):
        lines += ["", *_learned_lines(tables, source, target)]
    return lines


def _best_lines(network: Network, table: int, vrf: str) -> list[str]:
    return [
        f"ipv4 table {best(table)};  # what vrf {vrf} has learned, the best path of each prefix",
        f"protocol bgp offer{table} {{",
        *_ends(network, table, 1, 2),
        "  passive yes;",
        f"  ipv4 {{ table {rib(table)}; import none; next hop keep;",
        f"    export where origin_table = {table} && source = RTS_BGP && dest != RTD_UNREACHABLE; }};",
        "}",
        f"protocol bgp taken{table} {{",
        *_ends(network, table, 2, 1),
        f"  ipv4 {{ table {best(table)}; igp table {rib(table)}; gateway recursive; export none;",
        f"    import filter {{ origin_table = {table}; accept; }}; }};",
        "}",
    ]


def _ends(network: Network, table: int, own: int, other: int) -> list[str]:
    """Return both ends of a session; addresses derive from the table's number, and BIRD needs two router IDs."""
    prefix = f"127.{table >> 8 & 255}.{table & 255}"
    return [
        f"  router id 0.0.0.{own};",
        f"  local {prefix}.{own} as {network.asn};",
        f"  neighbor {prefix}.{other} as {network.asn};",
        *_SESSION,
    ]


def _connected_lines(network: Network, tables: Tables, first: str, second: str) -> list[str]:
    """Return one pipe for both directions, as BIRD accepts only one between two tables."""
    pairs = leaking_pairs(network)
    one, other = tables[first], tables[second]
    return [
        f"protocol pipe connected{one}_{other} {{  # {first} and {second}",
        f"  table {rib(one)};",
        f"  peer table {rib(other)};",
        f"  import {_own(network, other) if (second, first) in pairs else 'none'};",
        f"  export {_own(network, one) if (first, second) in pairs else 'none'};",
        "}",
    ]


def _own(network: Network, source: int) -> str:
    """Return the condition for connected and static routes of `source` in BGP: IOS never leaks a route twice."""
    kinds = "(source = RTS_DEVICE || source = RTS_STATIC)" if network.static_routes else "source = RTS_DEVICE"
    return f"where {kinds} && origin_table = {source} && in_bgp_{source}()"


def _learned_lines(tables: Tables, source: str, target: str) -> list[str]:
    return [
        f"protocol pipe learned{tables[source]}_{tables[target]} {{  # {source} to {target}",
        f"  table {best(tables[source])};",
        f"  peer table {rib(tables[target])};",
        "  import none;",
        "  export where dest != RTD_UNREACHABLE;",
        "}",
    ]
