"""`aggregate-address` in bird.conf. Pure text.

BIRD 2.0 has no aggregation: an aggregate is a static discard route, enabled while the BGP table has a more specific
prefix (`watch`). `as-set` and the maps of the command have no effect.
"""

from ipaddress import IPv4Network

from emulator.dataplane.names import AGGREGATE, aggregate_protocol, rib
from emulator.dataplane.state import Aggregate, Family

IS_AGGREGATE = f'proto ~ "{AGGREGATE}*"'


def aggregate_lines(family: Family, table: int) -> list[str]:
    """Return one protocol for each aggregate."""
    lines: list[str] = []
    for aggregate in family.aggregates:
        lines += [
            "",
            f"protocol static {aggregate_protocol(table, aggregate.prefix)} {{",
            f"  disabled {'no' if aggregate.active else 'yes'};",
            f"  ipv4 {{ table {rib(table)}; import filter {{ origin_table = {table}; accept; }}; }};",
            f"  route {aggregate.prefix} blackhole;",
            "}",
        ]
    return lines


def more_specific_prefixes(aggregate: Aggregate) -> str:
    """Return BIRD's prefix set of the more specific prefixes of an aggregate."""
    return f"[ {aggregate.prefix}{{{min(IPv4Network(aggregate.prefix).prefixlen + 1, 32)},32}} ]"


def aggregate_export_lines(family: Family | None) -> list[str]:
    """Return outbound filter lines: aggregates have origin IGP, and `summary-only` hides more specific prefixes."""
    aggregates = family.aggregates if family else ()
    silent = [f"    if net ~ {more_specific_prefixes(one)} then reject;" for one in aggregates if one.summary_only]
    return [*silent, f"    if {IS_AGGREGATE} then bgp_origin = ORIGIN_IGP;"] if aggregates else []
