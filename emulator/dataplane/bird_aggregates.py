"""`aggregate-address` in bird.conf. Pure text.

BIRD 2.0 aggregates nothing by itself: an aggregate is a static route that drops, switched on while something within
it is in the BGP table (`watch`). `as-set` and the maps of the command change nothing.
"""

from ipaddress import IPv4Network

from emulator.dataplane.names import AGGREGATE, aggregate_protocol, rib
from emulator.dataplane.state import Aggregate, Family

IS_AGGREGATE = f'proto ~ "{AGGREGATE}*"'


def aggregate_lines(family: Family, table: int) -> list[str]:
    """One protocol for each aggregate."""
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


def within(aggregate: Aggregate) -> str:
    """BIRD's set of the prefixes that are longer than the aggregate and inside it."""
    return f"[ {aggregate.prefix}{{{min(IPv4Network(aggregate.prefix).prefixlen + 1, 32)},32}} ]"


def told_lines(family: Family | None) -> list[str]:
    """The lines of a neighbor's outbound filter: an aggregate is IGP's, what it covers alone is not told."""
    aggregates = family.aggregates if family else ()
    silent = [f"    if net ~ {within(one)} then reject;" for one in aggregates if one.summary_only]
    return [*silent, f"    if {IS_AGGREGATE} then bgp_origin = ORIGIN_IGP;"] if aggregates else []
