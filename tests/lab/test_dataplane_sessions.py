"""What ends a session, and what outlives one: limits, BFD, graceful restart."""

import signal
from dataclasses import replace

import pytest

from emulator.dataplane.state import Bfd, Network
from tests.eventually import eventually, stays
from tests.lab.dataplane_router import Router, within_a_second
from tests.lab.dataplane_seed import CALICO, METALLB, SEED, with_interface, with_neighbor

pytestmark = pytest.mark.root
NODE, ADDRESS = "worker3", "10.0.0.13"
FAST = Bfd(100, 100, 3)
PEERS_BFD = 'protocol bfd { interface "eth0" { interval 100 ms; multiplier 3; }; }'


def limited(limit: int | None, generation: int = 1, **changes: object) -> Network:
    """The seed, with a limit for worker3's Calico, which sends two prefixes; in another life than the seed's."""
    return with_neighbor(SEED, CALICO, ADDRESS, maximum_prefix=limit, generation=generation, **changes)


def state(router: Router, vrf: str = METALLB) -> str:
    return router.state(vrf, ADDRESS)


def is_up(router: Router) -> bool:
    """Whether both ends say so of the session with worker3's MetalLB."""
    said = router.net.said(NODE, "metallb", "show protocols upstream")
    return "Established" in said and state(router) == "Established"


def capabilities(router: Router) -> str:
    """What the router told worker3's MetalLB that it can."""
    answer = router.net.said(NODE, "metallb", "show protocols all upstream")
    return answer.partition("Neighbor capabilities")[2].partition("Session:")[0]


def test_graceful_restart_is_told_to_the_neighbor_that_has_it(router: Router) -> None:
    assert "Graceful restart" not in capabilities(router)
    router.apply(with_neighbor(SEED, METALLB, ADDRESS, graceful_restart=True))
    assert eventually(lambda: "Graceful restart" in capabilities(router), True)
    assert state(router) == "Established"
    router.apply(SEED)
    told = [True, False]
    assert eventually(lambda: [word in capabilities(router) for word in ("Route refresh", "Graceful")], told) == told


def learned(router: Router) -> bool:
    """Whether the router has worker3's path to the service."""
    return ADDRESS in router.learned_from(METALLB, "10.100.0.0/32")


def test_with_graceful_restart_the_routes_of_a_neighbor_that_died_stay(router: Router) -> None:
    for kept in (True, False):
        router.apply(with_neighbor(SEED, METALLB, ADDRESS, graceful_restart=kept))
        with router.net.other_metallb(NODE, "graceful restart on;") as speaker:
            assert eventually(lambda: is_up(router) and learned(router), True)
            speaker.kill()
            assert eventually(lambda: state(router) == "Established", False) is False
            # What goes, goes a moment later.
            assert eventually(lambda: learned(router), False, seconds=1 if kept else 20) is kept


def test_too_many_prefixes_end_the_session_and_no_other(router: Router) -> None:
    assert eventually(lambda: min(router.ages()) >= 3, True)
    router.apply(limited(1))
    within_a_second(lambda: state(router, CALICO), "Idle (PfxCt)")
    assert router.learned_from(CALICO, "192.168.165.192/26") == []
    assert sorted(router.ages())[1] >= 3
    log = router.net.directory / f"{NODE}-calico.log"
    assert eventually(lambda: "Maximum number of prefixes reached" in log.read_text(), True)


def test_a_session_that_had_too_many_prefixes_stays_down_until_it_is_shut_down_and_begun_again(router: Router) -> None:
    router.apply(limited(1))
    within_a_second(lambda: state(router, CALICO), "Idle (PfxCt)")
    router.apply(replace(limited(1), prefix_lists={}))
    router.apply(limited(10))
    router.apply(limited(None))
    assert stays(lambda: state(router, CALICO), "Idle (PfxCt)", seconds=3) == "Idle (PfxCt)"
    router.apply(limited(10, generation=2))
    assert eventually(lambda: state(router, CALICO), "Established") == "Established"


def test_as_many_prefixes_as_the_limit_are_not_too_many(router: Router) -> None:
    assert eventually(lambda: min(router.ages()) >= 3, True)
    for limit in (2, 100, None):
        router.apply(limited(limit))
        assert stays(lambda: min(router.ages()) >= 3, True, seconds=0.5)


def test_with_warning_only_the_session_stays(router: Router) -> None:
    assert eventually(lambda: min(router.ages()) >= 3, True)
    router.apply(limited(1, limit_action="warn"))
    assert stays(lambda: min(router.ages()) >= 3, True, seconds=0.5)


def test_with_restart_the_session_comes_back_by_itself(router: Router) -> None:
    router.apply(limited(1, limit_action="restart"))
    within_a_second(lambda: state(router, CALICO), "Idle (PfxCt)")
    router.apply(limited(2, limit_action="restart"))
    assert eventually(lambda: state(router, CALICO), "Established") == "Established"


def bfd(network: Network) -> Network:
    """With `fall-over bfd` for worker3's MetalLB."""
    return with_neighbor(network, METALLB, ADDRESS, bfd=True)


def bfd_answers(router: Router) -> tuple[str, str]:
    """What the router's BIRD and worker3's MetalLB say of their BFD sessions."""
    question = "show bfd sessions"
    return router.plane._bird.control.ask(question).text, router.net.said(NODE, "metallb", question)


def bfd_states(router: Router) -> list[bool]:
    """Whether the router and worker3's MetalLB have a BFD session that is up."""
    return [" Up " in answer for answer in bfd_answers(router)]


def bfd_timers(router: Router) -> list[str]:
    """At both ends, the interval and the time without a packet after which the other is dead (its multiplier)."""
    return [
        " ".join(line.split()[-2:]) for answer in bfd_answers(router) for line in answer.splitlines() if " Up " in line
    ]


@pytest.mark.parametrize(("interface", "ends"), [(FAST, True), (None, False)])
def test_a_frozen_neighbor_is_noticed_by_bfd_alone(router: Router, interface: Bfd | None, ends: bool) -> None:
    router.apply(bfd(with_interface(SEED, "GigabitEthernet2", bfd=interface)))
    with router.net.other_metallb(NODE, "bfd on;" if ends else "", PEERS_BFD) as speaker:
        assert eventually(lambda: is_up(router), True)
        assert eventually(lambda: bfd_states(router), [ends, ends]) == [ends, ends]
        assert eventually(lambda: all(float(timers.split()[1]) < 1 for timers in bfd_timers(router)), True)
        speaker.send_signal(signal.SIGSTOP)
        assert eventually(lambda: state(router) == "Established", False, seconds=2) is not ends
        speaker.send_signal(signal.SIGCONT)
        assert eventually(lambda: state(router), "Established") == "Established"


def test_another_interval_is_in_force_at_once_and_ends_no_session(router: Router) -> None:
    fast = bfd(with_interface(SEED, "GigabitEthernet2", bfd=replace(FAST, multiplier=30)))
    router.apply(fast)
    with router.net.other_metallb(NODE, "bfd on;", PEERS_BFD.replace("multiplier 3", "multiplier 30")):
        assert eventually(lambda: bfd_states(router), [True, True]) == [True, True]
        assert eventually(lambda: min(router.ages()) >= 3, True)
        router.apply(with_interface(fast, "GigabitEthernet2", bfd=Bfd(400, 400, 40)))
        within_a_second(lambda: bfd_timers(router), ["0.400 12.000", "0.400 16.000"])
        router.apply(bfd(SEED))
        within_a_second(lambda: bfd_states(router)[0], False)
        assert stays(lambda: min(router.ages()) >= 3, True, seconds=0.5)
