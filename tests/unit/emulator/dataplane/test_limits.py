"""Sessions that stay down after too many prefixes."""

from datetime import datetime

import pytest

from emulator.dataplane.bird_answers import BirdProtocol
from emulator.dataplane.limits import mark_over_limit
from emulator.dataplane.names import assign_tables, neighbor_protocol
from emulator.dataplane.report import View, sessions
from emulator.dataplane.state import Network
from tests.lab.dataplane_seed import CALICO, METALLB, SEED, with_neighbor

ADDRESS = "10.0.0.11"
TABLES = assign_tables({}, [CALICO, METALLB])
NAME = neighbor_protocol(TABLES[CALICO], ADDRESS)
EXCEEDED = "Automatic shutdown: Route limit exceeded"


def limited(**changes: object) -> Network:
    return with_neighbor(SEED, CALICO, ADDRESS, **{"maximum_prefix": 1, "generation": 7} | changes)


def answered(state: str = "Down", error: str = EXCEEDED) -> list[BirdProtocol]:
    """Return BIRD's protocol of the neighbor's session."""
    return [BirdProtocol(NAME, datetime(2026, 11, 23), {"BGP state": state, "Last error": error})]


def held(network: Network) -> list[str]:
    return [f"{f.vrf} {n.address}" for f in network.families for n in f.neighbors if n.over_limit]


ENDED = mark_over_limit(limited(), limited(), TABLES, answered())


def test_only_a_session_over_its_limit_is_marked() -> None:
    assert held(ENDED) == [f"{CALICO} {ADDRESS}"]


@pytest.mark.parametrize(
    "protocols", [answered("Established"), answered("Active"), answered(error="Socket: reset"), []]
)
def test_a_session_below_its_limit_is_not_marked(protocols: list[BirdProtocol]) -> None:
    assert held(mark_over_limit(limited(), limited(), TABLES, protocols)) == []


def test_a_session_that_restarts_by_itself_is_not_marked() -> None:
    again = limited(limit_action="restart")
    assert held(mark_over_limit(again, again, TABLES, answered("Idle"))) == []


@pytest.mark.parametrize("wanted", [limited(), limited(maximum_prefix=9), limited(maximum_prefix=None)])
def test_a_changed_limit_keeps_the_mark(wanted: Network) -> None:
    assert held(mark_over_limit(wanted, ENDED, TABLES, ())) == [f"{CALICO} {ADDRESS}"]


def test_a_new_generation_is_not_marked() -> None:
    assert held(mark_over_limit(limited(generation=8), ENDED, TABLES, answered())) == []


@pytest.mark.parametrize(
    ("network", "protocols"), [(ENDED, []), (ENDED, answered()), (limited(), answered()), (limited(), answered("Idle"))]
)
def test_it_is_shown_as_ios_shows_it(network: Network, protocols: list[BirdProtocol]) -> None:
    found = sessions(View(network, TABLES, CALICO, datetime(2026, 11, 24)), protocols)
    assert [s.state for s in found if s.address == ADDRESS] == ["Idle (PfxCt)"]


def test_shut_down_it_is_idle_admin() -> None:
    network = with_neighbor(ENDED, CALICO, ADDRESS, shutdown=True)
    found = sessions(View(network, TABLES, CALICO, datetime(2026, 11, 24)), answered())
    assert [s.state for s in found if s.address == ADDRESS] == ["Idle (Admin)"]
