"""BFD in bird.conf: timers per interface, and sessions that end with their BFD session. Pure.

On IOS `fall-over bfd` has no effect unless the neighbor is on the subnet of an interface with `bfd interval`.
Source: BIRD 2.0 user's guide, 6.2.
"""

from emulator.dataplane.names import link
from emulator.dataplane.neighbors import Attachment
from emulator.dataplane.state import Bfd, Neighbor, Network


def bfd_lines(network: Network) -> list[str]:
    """Return BIRD's BFD protocol; empty if no interface has BFD."""
    lines: list[str] = []
    for name, bfd in _links(network).items():
        lines += [
            f'  interface "{name}" {{',
            f"    min tx interval {bfd.interval_ms} ms;",
            f"    min rx interval {bfd.min_rx_ms} ms;",
            f"    multiplier {bfd.multiplier};",
            "  };",
        ]
    return ["", "protocol bfd bfd1 {", *lines, "}"] if lines else []


def fall_over_lines(network: Network, neighbor: Neighbor, where: Attachment) -> list[str]:
    """Return the option that ends the neighbor's session with its BFD session, or nothing."""
    return ["  bfd on;"] if neighbor.bfd and where.link in _links(network) else []


def _links(network: Network) -> dict[str | None, Bfd]:
    named = {link(i.name): i.bfd for i in network.interfaces if i.bfd and not i.shutdown}
    return {name: bfd for name, bfd in named.items() if name is not None}
