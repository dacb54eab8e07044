"""A `Network` written as BIRD 2's bird.conf: one table, `direct` and `kernel` per VRF, pipes for leaking. Pure.

Source: BIRD 2.0 user's guide, chapters 3 (configuration), 5 (filters), 6 (protocols).
"""

from ipaddress import IPv4Interface

from lab.router.dataplane import bird_filters as filters
from lab.router.dataplane.bird_bfd import bfd_lines, fall_over_lines
from lab.router.dataplane.bird_leaks import leak_lines
from lab.router.dataplane.bird_route_maps import route_map_lines
from lab.router.dataplane.bird_static import static_lines
from lab.router.dataplane.errors import DataplaneError
from lab.router.dataplane.leaks import connected, family_of, prefix_of
from lab.router.dataplane.names import Tables, connected_protocol, link, neighbor_protocol, rib
from lab.router.dataplane.neighbors import Attachment, attachment
from lab.router.dataplane.state import Family, Neighbor, Network

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

_SESSION = """\
  prefer older on;  # as IOS, unless `bgp bestpath compare-routerid`
  connect delay time 1;
  connect retry time 5;
  error wait time 1, 5;
  startup hold time 30;
""".splitlines()


def bird_config(network: Network, tables: Tables) -> str:
    """The whole file; `tables` gives each VRF's kernel table (`names.assign_tables`)."""
    lines = list(_HEADER)
    for name, entries in filters.existing_lists(network).items():
        lines += ["", *filters.prefix_list_lines(name, entries)]
    lines += route_map_lines(network)
    for vrf, table in tables.items():
        lines += ["", *_vrf_lines(network, vrf, table), *static_lines(network, vrf, tables)]
    lines += [*leak_lines(network, tables), *bfd_lines(network)]
    for family in network.families if network.asn is not None else ():
        lines += _family_lines(network, family, tables[family.vrf])
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
    """One protocol per interface: BIRD restarts it when its interface changes, and the others' routes stay."""
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


def _family_lines(network: Network, family: Family, table: int) -> list[str]:
    lines: list[str] = []
    for neighbor in family.neighbors:
        where = attachment(network, family.vrf, neighbor)
        if neighbor.activated and where is not None:
            lines += ["", *_neighbor_lines(network, family, table, neighbor, where)]
    return lines


def _neighbor_lines(network: Network, family: Family, table: int, neighbor: Neighbor, where: Attachment) -> list[str]:
    return [
        f"protocol bgp {neighbor_protocol(table, neighbor.address)} {{",
        f"  router id {_router_id(network, family)};",
        f"  local {where.local} as {network.asn};",
        f"  neighbor {neighbor.address} as {neighbor.remote_as};",
        "  strict bind yes;",
        *_distance(neighbor, where),
        *_graceful_restart(neighbor),
        *_SESSION,
        *fall_over_lines(network, neighbor, where),
        *(["  enforce first as on;"] if neighbor.remote_as != network.asn else []),
        *_timers(neighbor),
        *([f'  password "{_quoted(neighbor.password)}";'] if neighbor.password else []),
        f"  disabled {'yes' if neighbor.shutdown or neighbor.over_limit else 'no'};",
        "  ipv4 {",
        f"    table {rib(table)};",
        "    import table on;  # a changed inbound list needs no help from the neighbor",
        *_limit(neighbor),
        "    import filter {",
        *("  " + line for line in filters.import_lines(network, table, neighbor)),
        "    };",
        "    export filter {",
        *("  " + line for line in filters.export_lines(network, family.vrf, table, neighbor)),
        "    };",
        "  };",
        "}",
    ]


def _distance(neighbor: Neighbor, where: Attachment) -> list[str]:
    if where.link is None:
        return [f"  multihop {neighbor.ebgp_multihop or 255};"]
    return ["  direct;", f'  interface "{where.link}";', "  check link on;"]


def _graceful_restart(neighbor: Neighbor) -> list[str]:
    if neighbor.graceful_restart:
        return ["  graceful restart on;"]
    return ["  graceful restart off;  # IOS's default: a lost session takes its routes along"]


def _limit(neighbor: Neighbor) -> list[str]:
    """As IOS, what the inbound policy takes is counted."""
    limit = neighbor.maximum_prefix
    return [f"    import limit {limit} action {neighbor.when_exceeded};"] if limit else []


def _timers(neighbor: Neighbor) -> list[str]:
    """As IOS: keepalives at least three times as often as the hold time; hold time 0 means neither."""
    if neighbor.hold_seconds == 0:
        return ["  hold time 0;"]
    keepalive = min(neighbor.keepalive_seconds or 1, max(neighbor.hold_seconds // 3, 1))
    return [f"  keepalive time {keepalive};", f"  hold time {neighbor.hold_seconds};"]


def _router_id(network: Network, family: Family) -> str:
    """The family's, else the process's, else as IOS picks: the highest loopback, else the highest address."""
    chosen = family.router_id or network.router_id
    if chosen is not None:
        return chosen
    return _highest(network, "Loopback") or _highest(network, "") or "0.0.0.1"


def _highest(network: Network, prefix: str) -> str | None:
    addresses = [IPv4Interface(i.address) for i in network.interfaces if i.address and i.name.startswith(prefix)]
    return str(max(address.ip for address in addresses)) if addresses else None


def _quoted(secret: str) -> str:
    """BIRD's strings end at the next double quote and know no escape."""
    if '"' in secret:
        raise DataplaneError(
            "a neighbor's password holds a double quote: BIRD cannot take it", "choose another password"
        )
    return secret
