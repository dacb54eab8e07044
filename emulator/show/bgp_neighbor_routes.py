"""`show bgp … neighbors A advertised-routes`, `routes` and `received-routes`."""

from collections.abc import Sequence

from emulator.config.bgp import Neighbor
from emulator.config.model import Config
from emulator.dataplane.state import Dataplane, Path
from emulator.show.bgp_table import table


def not_stored_message(address: str) -> str:
    """Return IOS's message for received routes that it does not store."""
    return f"% Inbound soft reconfiguration not enabled on {address}"


def stores_received(neighbor: Neighbor) -> bool:
    """Return whether the neighbor's received routes are stored before the inbound policy."""
    return "soft-reconfiguration" in neighbor.attributes


def paths_of(plane: Dataplane, vrf: str | None, address: str, what: str) -> Sequence[Path]:
    """Return the paths of `advertised-routes`, `received-routes` or `routes`."""
    if what == "advertised-routes":
        return plane.advertised(vrf, address)
    if what == "received-routes":
        return plane.received(vrf, address)
    return [path for path in plane.paths(vrf) if path.neighbor == address]


def listing(config: Config, vrf: str | None, paths: Sequence[Path]) -> str:
    """Return the table with the number of paths. Source: genieparser's samples, a blank at the end of the last line."""
    total = f"Total number of prefixes {len({path.prefix for path in paths})} "
    return "\n".join([*table(config, vrf, paths), "", total])
