"""The commands that enable and disable listen ranges."""

from datetime import datetime, timedelta

import pytest

from emulator.dataplane.bird_answers import BirdProtocol
from emulator.dataplane.dynamic import commands
from emulator.dataplane.state import ListenRange, Neighbor, Network
from tests.lab.dataplane_seed import METALLB, SEED, with_family

TABLES = {None: 1000, METALLB: 1001}
LISTENS, FIRST = "range1001_10_0_0_0_24", "dyn1001_10_0_0_0_24_0_"
UP, DOWN, WAITS = "Established", "Down", "Passive"


def network(limit: int, **members: bool) -> Network:
    ranges = (ListenRange("10.0.0.0/24", Neighbor("NODES", 65001, **members)),)  # type: ignore[arg-type]
    return with_family(SEED, METALLB, ranges=ranges, listen_limit=limit)


def protocol(name: str, state: str, age: int = 0) -> BirdProtocol:
    return BirdProtocol(name, datetime(2026, 1, 1) - timedelta(seconds=age), {"BGP state": state})


@pytest.mark.parametrize(
    ("limit", "states", "announced"),
    [
        (2, (WAITS, UP), []),
        (1, (WAITS, UP), [f"disable {LISTENS}"]),
        (1, (DOWN, UP), []),
        (1, (WAITS, UP, WAITS), [f"disable {LISTENS}", f"disable {FIRST}2"]),
        (1, (DOWN, WAITS, DOWN), [f"enable {LISTENS}", f"enable {FIRST}2"]),
        (1, (DOWN, UP, UP), [f"disable {FIRST}1"]),
    ],
)
def test_ranges_listen_below_the_limit(limit: int, states: tuple[str, ...], announced: list[str]) -> None:
    ranges, *dynamic = states
    known = [protocol(LISTENS, ranges), protocol("range1000_10_0_0_0_24", WAITS)]
    known += [protocol(f"{FIRST}{number}", state, age=number) for number, state in enumerate(dynamic, start=1)]
    assert list(commands(network(limit), TABLES, known)) == announced


def test_the_range_of_a_group_that_is_shut_down_stays_so() -> None:
    assert list(commands(network(5, shutdown=True), TABLES, [protocol(LISTENS, DOWN)])) == []
