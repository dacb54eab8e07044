"""Which changes judge only what a neighbor announces later: those of inbound prefix lists with nothing beside them."""

from dataclasses import replace

import pytest

from emulator.dataplane.inbound import is_of_later_announcements
from emulator.dataplane.state import Clause, Network, PrefixEntry
from tests.lab.dataplane_seed import CALICO, SEED, with_neighbor

ADDRESS = "10.0.0.11"


def network(*prefixes: str, **changes: object) -> Network:
    """The seed's network with an inbound list on one neighbor, and with other settings of that neighbor."""
    entries = tuple(PrefixEntry(5 * place, "permit", prefix) for place, prefix in enumerate(prefixes, 1))
    changed = with_neighbor(SEED, CALICO, ADDRESS, **{"prefix_list_in": "nodes", **changes})
    return replace(changed, prefix_lists={**SEED.prefix_lists, "nodes": entries})


NARROW, WIDE = network("192.168.0.0/24"), network("192.168.0.0/24", "192.168.1.0/24")
MAP = {"to-nodes": (Clause(10, "permit", ("nodes",)),)}


@pytest.mark.parametrize("now", [SEED, NARROW, WIDE, network("192.168.0.0/24", prefix_list_in="deny-all-routes")])
def test_an_inbound_list_or_its_entries(now: Network) -> None:
    assert is_of_later_announcements(now, NARROW)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (network("10.0.0.0/8", prefix_list_out="nodes"), network("10.0.0.0/9", prefix_list_out="nodes")),
        (replace(WIDE, route_maps=MAP), replace(NARROW, route_maps=MAP)),
        (network("192.168.1.0/24", remote_as=65009), NARROW),
    ],
)
def test_what_is_used_otherwise_or_changes_beside_it_takes_effect_at_once(now: Network, before: Network) -> None:
    assert not is_of_later_announcements(now, before)
