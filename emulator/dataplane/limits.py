"""Sessions that `maximum-prefix` ended: as on IOS, they stay down until a reset.

BIRD itself restarts them at the next `configure`.
"""

from collections.abc import Iterable
from dataclasses import replace

from emulator.dataplane.bird_answers import BirdProtocol
from emulator.dataplane.leaks import family_of
from emulator.dataplane.names import Tables, neighbor_protocol
from emulator.dataplane.state import Neighbor, Network


def is_over(protocol: BirdProtocol) -> bool:
    """Return whether BIRD ended the session for too many prefixes and has not restarted it."""
    waits = protocol.details.get("BGP state") in ("Down", "Idle")
    return waits and "Route limit exceeded" in protocol.details.get("Last error", "")


def has_limits(network: Network) -> bool:
    """Return whether any neighbor has a limit that ends its session."""
    return any(neighbor.maximum_prefix for family in network.families for neighbor in family.neighbors)


def mark_over_limit(wanted: Network, running: Network, tables: Tables, protocols: Iterable[BirdProtocol]) -> Network:
    """Return the network with a mark at each neighbor whose session exceeded its limit and was not reset since."""
    over = {protocol.name for protocol in protocols if is_over(protocol)}

    def marked(vrf: str | None, neighbor: Neighbor) -> Neighbor:
        family = family_of(running, vrf)
        before = next((n for n in family.neighbors if n.address == neighbor.address), None) if family else None
        if before is None or before.generation != neighbor.generation or vrf not in tables:
            return neighbor
        ended = before.limit_action == "disable" and neighbor_protocol(tables[vrf], neighbor.address) in over
        return replace(neighbor, over_limit=before.over_limit or ended)

    return replace(
        wanted,
        families=tuple(
            replace(family, neighbors=tuple(marked(family.vrf, neighbor) for neighbor in family.neighbors))
            for family in wanted.families
        ),
    )
