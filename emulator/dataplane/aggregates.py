"""The state of aggregates: active while BIRD's table contains a more specific prefix."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from emulator.dataplane.bird_aggregates import IS_AGGREGATE, more_specific_prefixes
from emulator.dataplane.names import Tables, aggregate_protocol, rib
from emulator.dataplane.state import Aggregate, Family, Network

Ask = Callable[[str], str]
_COUNT = re.compile(r"^(\d+) of \d+ routes", re.MULTILINE)


def with_aggregate_state(network: Network, tables: Tables, ask: Ask) -> Network:
    """Return the network with the aggregates active for which BIRD's tables have a more specific prefix.

    `ask` returns BIRD's answer to a command as text; a table that BIRD does not have yet is empty.
    """

    def within_family(family: Family) -> Family:
        table = tables.get(family.vrf)
        if table is None or not family.aggregates:
            return family
        seen = tuple(replace(one, active=_is_active(one, table, ask)) for one in family.aggregates)
        return replace(family, aggregates=seen)

    return replace(network, families=tuple(within_family(family) for family in network.families))


def _is_active(aggregate: Aggregate, table: int, ask: Ask) -> bool:
    condition = (
        f"net ~ {more_specific_prefixes(aggregate)} && !({IS_AGGREGATE}) && dest != RTD_UNREACHABLE && in_bgp_{table}()"
    )
    found = _COUNT.search(ask(f"show route table {rib(table)} where {condition} count"))
    return bool(found and int(found[1]))


def aggregate_commands(before: Network, now: Network, tables: Tables) -> Iterator[str]:
    """Yield the commands that enable or disable BIRD's protocols of aggregates whose state changed."""
    for old, new in zip(before.families, now.families, strict=True):
        for was, one in zip(old.aggregates, new.aggregates, strict=True):
            if was.active != one.active:
                word = "enable" if one.active else "disable"
                yield f"{word} {aggregate_protocol(tables[new.vrf], one.prefix)}"
