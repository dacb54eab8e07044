"""What `clear ip bgp` does to sessions, and what the data plane knows of one neighbor's routes."""

from dataclasses import replace

import pytest

from emulator.dataplane.state import Network, Path, PrefixEntry, Session
from tests.eventually import eventually, stays
from tests.lab.dataplane_fabric import BLOCKS, SHARED_BLOCK
from tests.lab.dataplane_router import SECOND, Router, within_a_second
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
    router.ask_again(CALICO, ADDRESS)
    assert eventually(lambda: router.learned_from(CALICO, BLOCKS[NODE]), []) == []
    found = router.space.call(router.plane.received, CALICO, ADDRESS)
    assert BLOCKS[NODE] in [path.prefix for path in found]
    assert {(path.neighbor, path.best) for path in found} == {(ADDRESS, False)}


def permitting(*prefixes: str) -> Network:
    """The seed's network, in which one node may announce these."""
    entries = tuple(PrefixEntry(5 * place, "permit", prefix) for place, prefix in enumerate(prefixes, 1))
    changed = with_neighbor(SEED, CALICO, ADDRESS, prefix_list_in="nodes")
    return replace(changed, prefix_lists={**SEED.prefix_lists, "nodes": entries})


def test_an_inbound_list_judges_what_was_announced_before_only_when_the_neighbor_is_asked_again(router: Router) -> None:
    block = BLOCKS[NODE]
    router.apply(permitting(SHARED_BLOCK))
    assert stays(lambda: router.learned_from(CALICO, block), [ADDRESS], SECOND) == [ADDRESS]
    router.ask_again(CALICO, ADDRESS)
    within_a_second(lambda: router.learned_from(CALICO, block), [])
    router.apply(permitting(SHARED_BLOCK, block))
    assert stays(lambda: router.learned_from(CALICO, block), [], SECOND) == []
    router.ask_again(CALICO, ADDRESS)
    within_a_second(lambda: router.learned_from(CALICO, block), [ADDRESS])
    assert min(router.ages()) >= 1


def test_what_a_neighbor_is_refused_is_counted_again_when_it_is_asked_again(router: Router) -> None:
    def refused() -> int:
        sessions = router.space.call(router.plane.sessions, CALICO)
        return next(each.prefixes_refused for each in sessions if each.address == ADDRESS)

    before = refused()
    router.apply(permitting(SHARED_BLOCK))
    router.ask_again(CALICO, ADDRESS)
    assert eventually(lambda: refused() > before, True)
    once = refused()
    router.ask_again(CALICO, ADDRESS)
    assert eventually(refused, 2 * once - before) == 2 * once - before
    router.apply(permitting(SHARED_BLOCK, BLOCKS[NODE]))
    router.ask_again(CALICO, ADDRESS)
    within_a_second(lambda: router.learned_from(CALICO, BLOCKS[NODE]), [ADDRESS])
    assert refused() == 2 * once - before


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
