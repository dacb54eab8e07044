"""Which sessions stay down for too many prefixes."""

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
    """BIRD's word on the neighbor's session."""
    return [BirdProtocol(NAME, datetime(2026, 11, 23), {"BGP state": state, "Last error": error})]


def held(network: Network) -> list[str]:
    return [f"{f.vrf} {n.address}" for f in network.families for n in f.neighbors if n.over_limit]


ENDED = mark_over_limit(limited(), limited(), TABLES, answered())


def test_a_session_that_has_ended_is_held_and_no_other() -> None:
    assert held(ENDED) == [f"{CALICO} {ADDRESS}"]


@pytest.mark.parametrize(
    "protocols", [answered("Established"), answered("Active"), answered(error="Socket: reset"), []]
)
def test_what_has_not_ended_is_not_held(protocols: list[BirdProtocol]) -> None:
    assert held(mark_over_limit(limited(), limited(), TABLES, protocols)) == []


def test_a_session_that_restarts_by_itself_is_not_held() -> None:
    again = limited(limit_action="restart")
    assert held(mark_over_limit(again, again, TABLES, answered("Idle"))) == []


@pytest.mark.parametrize("wanted", [limited(), limited(maximum_prefix=9), limited(maximum_prefix=None)])
def test_it_is_held_whatever_becomes_of_the_limit(wanted: Network) -> None:
    assert held(mark_over_limit(wanted, ENDED, TABLES, ())) == [f"{CALICO} {ADDRESS}"]


def test_another_life_is_not_held() -> None:
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
