"""A `Network` written as BIRD 2's bird.conf: one table, `direct` and `kernel` per VRF, pipes for leaking. Pure.

Source: BIRD 2.0 user's guide, chapters 3 (configuration), 5 (filters), 6 (protocols).
"""

from emulator.dataplane import bird_filters as filters
from emulator.dataplane.bird_aggregates import aggregate_lines
from emulator.dataplane.bird_bfd import bfd_lines
from emulator.dataplane.bird_leaks import leak_lines
from emulator.dataplane.bird_route_maps import route_map_lines
from emulator.dataplane.bird_sessions import session_lines
from emulator.dataplane.bird_static import static_lines
from emulator.dataplane.leaks import connected, family_of, prefix_of
from emulator.dataplane.names import Tables, connected_protocol, link, rib
from emulator.dataplane.state import Network

_HEADER = """\
# Written by the lab's router from its running-config; changes here are lost.
log stderr { info, remote, warning, error, auth, fatal, bug };
timeformat base iso long ms;
timeformat log iso long ms;
timeformat protocol iso long ms;
timeformat route iso long ms;
router id 0.0.0.1;  # every family has its own
attribute int origin_table;
protocol device { scan time 10; }
""".splitlines()


def bird_config(network: Network, tables: Tables) -> str:
    """Return the whole file; `tables` has each VRF's kernel table (`names.assign_tables`)."""
    lines = list(_HEADER)
    for name, entries in filters.existing_lists(network).items():
        lines += ["", *filters.prefix_list_lines(name, entries)]
    lines += route_map_lines(network)
    for vrf, table in tables.items():
        lines += ["", *_vrf_lines(network, vrf, table), *static_lines(network, vrf, tables)]
    lines += [*leak_lines(network, tables), *bfd_lines(network)]
    for family in network.families if network.asn is not None else ():
        lines += aggregate_lines(family, tables[family.vrf])
        lines += session_lines(network, family, tables[family.vrf])
    return "\n".join(lines) + "\n"


def _vrf_lines(network: Network, vrf: str | None, table: int) -> list[str]:
    family = family_of(network, vrf)
    paths = family.maximum_paths if family else 1
    merge = f"  merge paths on limit {paths};" if paths > 1 else "  merge paths off;"
    return [
        f"# {f'vrf {vrf}' if vrf else 'outside every VRF'}",
        f"ipv4 table {rib(table)};",
        *filters.in_bgp_lines(network, vrf, table),
        *_direct_lines(network, vrf, table),
        f"protocol kernel kernel{table} {{",
        f"  ipv4 {{ table {rib(table)}; import none; export where dest != RTD_UNREACHABLE; }};",
        f"  kernel table {table};",
        "  scan time 10;",
        merge,
        "}",
    ]


def _direct_lines(network: Network, vrf: str | None, table: int) -> list[str]:
    """Return one protocol per interface, so that a changed interface does not restart the others."""
    lines: list[str] = []
    for interface in connected(network, vrf):
        if (name := link(interface.name)) and interface.address:
            lines += [
                f"protocol direct {connected_protocol(table, interface.name)} {{",
                f"  ipv4 {{ table {rib(table)}; import filter {{ origin_table = {table}; accept; }}; }};",
                f'  interface "{name}" {prefix_of(interface.address)};',
                "  check link on;",
                "}",
            ]
    return lines
