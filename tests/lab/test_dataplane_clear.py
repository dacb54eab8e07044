"""What `clear ip bgp` does to sessions, and what the data plane knows of one neighbor's routes."""

import pytest

from emulator.dataplane.state import Path, Session
from tests.eventually import eventually
from tests.lab.dataplane_fabric import BLOCKS
from tests.lab.dataplane_router import Router
from tests.lab.dataplane_seed import CALICO, METALLB, SEED, with_neighbor

pytestmark = pytest.mark.root
NODE, ADDRESS = "worker3", "10.0.0.13"
OPEN = with_neighbor(SEED, METALLB, ADDRESS, prefix_list_out=None)


def session(router: Router) -> Session:
    return next(s for s in router.space.call(router.plane.sessions, METALLB) if s.address == ADDRESS)


def told(router: Router) -> tuple[Path, ...]:
    found: tuple[Path, ...] = router.space.call(router.plane.advertised, METALLB, ADDRESS)
    return found


def test_what_a_neighbor_is_told_is_what_the_outbound_policy_lets_through(router: Router) -> None:
    assert told(router) == ()
    router.apply(OPEN)
    assert eventually(lambda: len(told(router)), session(router).prefixes_advertised) > 0
    assert set(BLOCKS.values()) <= {path.prefix for path in told(router)}
    assert {path.best for path in told(router)} == {True}


def test_what_a_neighbor_told_is_there_whatever_the_inbound_policy_takes(router: Router) -> None:
    router.apply(with_neighbor(SEED, CALICO, ADDRESS, prefix_list_in="deny-all-routes"))
    assert eventually(lambda: router.learned_from(CALICO, BLOCKS[NODE]), []) == []
    found = router.space.call(router.plane.received, CALICO, ADDRESS)
    assert BLOCKS[NODE] in [path.prefix for path in found]
    assert {(path.neighbor, path.best) for path in found} == {(ADDRESS, False)}


def test_soft_resets_leave_every_session_and_tell_the_routes_again(router: Router) -> None:
    router.apply(OPEN)
    assert eventually(lambda: len(told(router)) > 0 and min(router.ages()) >= 3, True)
    before = session(router).messages_sent
    router.space.call(router.plane.reset, METALLB, ADDRESS, "in")
    router.space.call(router.plane.reset, METALLB, ADDRESS, "out")
    again = before + len(told(router))
    assert eventually(lambda: session(router).messages_sent >= again, True)
    router.space.call(router.plane.reset, METALLB, ADDRESS, "both")
    assert eventually(lambda: session(router).messages_sent >= again + len(told(router)), True)
    assert min(router.ages()) >= 3


def test_a_hard_reset_ends_one_session_which_begins_anew(router: Router) -> None:
    assert eventually(lambda: min(router.ages()) >= 3, True)
    router.space.call(router.plane.reset, METALLB, ADDRESS, "session")
    assert session(router).state != "Established"
    assert sorted(router.ages())[1] >= 3
    assert eventually(lambda: session(router).state, "Established") == "Established"
    assert router.space.call(router.plane.reset, METALLB, "192.0.2.99", "session") is None
